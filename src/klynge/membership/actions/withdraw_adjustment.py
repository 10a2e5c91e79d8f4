"""End what was agreed on a member's fee."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.membership import policies
from klynge.membership.models import PersonalAdjustment


@transaction.atomic
def withdraw_adjustment(adjustment: PersonalAdjustment, *, actor: Actor, at: datetime) -> PersonalAdjustment:
    """Withdraw the adjustment; dues charged with it stay as they are. Raises: Refused, Conflict when it is withdrawn already."""
    require(policies.may_adjust_fee(actor, adjustment.membership))
    adjustment = PersonalAdjustment.objects.select_for_update(of=("self",)).select_related("membership__organisation").get(pk=adjustment.pk)
    if adjustment.withdrawn_at:
        raise Conflict(_("This adjustment is withdrawn already."))

    adjustment.withdrawn_at = at
    adjustment.save(update_fields=["withdrawn_at"])
    member = adjustment.membership
    record(actor, "membership.adjustment.ended", member.organisation, at=at, cluster_id=member.cluster_id, reason=adjustment.reason)
    return adjustment
