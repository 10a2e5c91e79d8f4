"""Take an invitation back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Invitation, InvitationWithdrawal
from klynge.access.policies import may_invite, require
from klynge.core.errors import Conflict
from klynge.core.journal import record


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, actor: Actor, at: datetime) -> Invitation:
    """Make the link worthless. Raises: Refused, Conflict when it was accepted or taken back already."""
    require(may_invite(actor, invitation.cluster, invitation.role))
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if hasattr(invitation, "acceptance"):
        raise Conflict(_("%s has accepted the invitation already. Withdraw the role instead.") % invitation)
    if hasattr(invitation, "withdrawal"):
        raise Conflict(_("This invitation was taken back already."))

    InvitationWithdrawal.objects.create(invitation=invitation, withdrawn_by_name=actor.name[:120], withdrawn_at=at)
    record(actor, "access.invitation.withdrawn", invitation, at=at, email=invitation.email)
    return invitation
