"""Stop a program."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import ApiToken
from klynge.access.policies import may_revoke_token, require
from klynge.core.errors import Conflict
from klynge.core.journal import record


@transaction.atomic
def revoke_token(token: ApiToken, *, actor: Actor, at: datetime) -> ApiToken:
    """Make the token worthless from now on. Raises: Refused, Conflict when it is already."""
    require(may_revoke_token(actor, token))
    token = ApiToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if token.revoked_at is not None:
        raise Conflict(_("This token was revoked already."))

    token.revoked_at, token.revoked_by_name = at, actor.name[:120]
    token.save(update_fields=["revoked_at", "revoked_by_name"])
    token.answers.all().delete()
    record(actor, "access.token.revoked", token, at=at)
    return token
