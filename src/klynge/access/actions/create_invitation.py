"""Ask somebody to come in."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster, Grant, Invitation, Role, User
from klynge.access.policies import may_invite, require
from klynge.access.queries import open_invitations
from klynge.core.errors import Conflict, Invalid
from klynge.core.journal import record

LIFETIME = timedelta(days=14)


@transaction.atomic
def create_invitation(cluster: Cluster, *, email: str, name: str, role: str, actor: Actor, at: datetime) -> Invitation:
    """Write the invitation down, valid for two weeks; the mail with its link is another action's. ``role`` "" means an account only.

    Raises: Refused, Invalid, Conflict when one is open for the address, or the role is held already.
    """
    require(may_invite(actor, cluster, role))
    cluster = Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
    email, name = _checked(email, name, role)
    if open_invitations(cluster, at=at).filter(email__iexact=email, role=role).exists():
        raise Conflict(_("%s is invited already. Take that invitation back before you write a new one.") % email)
    if role and Grant.objects.filter(user__email__iexact=email, cluster=cluster, role=role, withdrawn_at__isnull=True).exists():
        raise Conflict(_("%(who)s holds the role “%(role)s” already.") % {"who": email, "role": Role(role).label})

    invitation = Invitation.objects.create(
        cluster=cluster, email=email, name=name, role=role, invited_by_id=actor.user_id, invited_by_name=actor.name[:120],
        invited_at=at, expires_at=at + LIFETIME,
    )  # fmt: skip
    record(actor, "access.user.invited", invitation, at=at, email=email, role=role)
    return invitation


def _checked(email: str, name: str, role: str) -> tuple[str, str]:
    email, name = email.strip().lower(), " ".join(name.split())[:120]
    if role and role not in Role.values:
        raise Invalid(_("There is no role “%s”.") % role, field="role")
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid(_("“%s” is not an e-mail address.") % email, field="email") from None
    user = User.objects.filter(email__iexact=email).first()
    if user and not user.is_active:
        raise Conflict(_("The account %s is closed. Ask the operator to open it.") % email)
    if not (name or user):
        raise Invalid(_("Write the name of the person, who is new here."), field="name")
    return email, name or str(user)
