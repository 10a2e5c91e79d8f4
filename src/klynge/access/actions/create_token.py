"""Let a program in."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import ApiToken, Cluster, User
from klynge.access.policies import may_hold_tokens, require
from klynge.access.queries import actor_of, digest_of
from klynge.access.rules.scopes import ordered
from klynge.core.errors import Invalid, Refused
from klynge.core.journal import record

MARK = "klynge_"  # lets people and secret scanners recognise what it is
LONGEST = 366  # days


@transaction.atomic
def create_token(
    cluster: Cluster, *, name: str, scopes: Sequence[str], days: int, user: User, actor: Actor, at: datetime
) -> tuple[ApiToken, str]:
    """Make a token that acts for ``user`` during ``days`` days, and return it with its secret, which is kept nowhere.

    Only the installation itself may make one for somebody else. Raises: Refused, Invalid.
    """
    require(may_hold_tokens(actor, cluster))
    if not actor.is_system and user.pk != actor.user_id:
        raise Refused(_("A token acts as whoever made it. Everybody makes their own."))
    name = " ".join(name.split())
    if not 0 < len(name) <= 60:
        raise Invalid(_("Say in at most 60 characters what the token is for."), field="name")
    if not 0 < days <= LONGEST:
        raise Invalid(_("A token lasts from one day up to a year."), field="days")
    if not actor_of(user, cluster=cluster, at=at).roles:
        raise Invalid(_("%s has no role in this cluster's office.") % user, field="user")

    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        cluster=cluster, user=user, name=name, prefix=secret[:12], digest=digest_of(secret), scopes=_known(scopes),
        created_by_name=actor.name[:120], created_at=at, expires_at=at + timedelta(days=days),
    )  # fmt: skip
    record(actor, "access.token.created", token, at=at, scopes=token.scopes, expires_at=token.expires_at.isoformat())
    return token, secret


def _known(scopes: Sequence[str]) -> list[str]:
    try:
        found = ordered(scopes)
    except ValueError as unknown:
        raise Invalid(_("There is no scope “%s”.") % unknown, field="scopes") from None
    if not found:
        raise Invalid(_("Choose at least one thing that the program may do."), field="scopes")
    return found
