"""Let the invited person in."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Grant, Invitation, InvitationAcceptance, User
from klynge.access.policies import may_accept, refuse_unless_open, require
from klynge.access.queries import invitation_by
from klynge.core.errors import Conflict, Invalid
from klynge.core.journal import record


@transaction.atomic
def redeem_invitation(token: str, *, name: str, password: str, actor: Actor, at: datetime) -> InvitationAcceptance:
    """Make the account (or find the one of the address) and grant the role; a password is for new accounts, "" for none.

    Raises: Refused, Invalid when the link is altered or the password too weak, Conflict when it was used, taken back or is too old.
    """
    invitation = invitation_by(token)
    require(may_accept(actor, invitation))
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=invitation.pk)
    refuse_unless_open(invitation, at=at)

    user = _user(invitation, name, password)
    if invitation.role:
        Grant.objects.get_or_create(
            user=user, cluster=invitation.cluster, role=invitation.role, withdrawn_at=None, defaults={"granted_at": at}
        )
    acceptance = InvitationAcceptance.objects.create(invitation=invitation, user=user, accepted_at=at)
    whoever = Actor(name=user.name or user.email, cluster_id=invitation.cluster_id, user_id=user.pk)
    record(whoever, "access.invitation.accepted", invitation, at=at, email=invitation.email, role=invitation.role)
    return acceptance


def _user(invitation: Invitation, name: str, password: str) -> User:
    if user := User.objects.filter(email__iexact=invitation.email).first():
        if not user.is_active:
            raise Conflict(_("The account %s is closed. Ask the operator to open it.") % invitation.email)
        return user
    name = " ".join(name.split())[:120] or invitation.name
    if password:
        try:
            validate_password(password, User(email=invitation.email, name=name))
        except ValidationError as fault:
            raise Invalid(" ".join(fault.messages), field="password") from None
    return User.objects.create_user(invitation.email, password or None, name=name, language=invitation.cluster.locale)
