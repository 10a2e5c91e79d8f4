"""End an agreement to pay in parts."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import InstalmentPlan, InstalmentPlanEnd
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid


@transaction.atomic
def end_instalments(plan: InstalmentPlan, *, reason: str, actor: Actor, at: datetime) -> InstalmentPlanEnd:
    """Let the agreement go: what is open is due as the invoice says. Raises: Refused, Invalid without a reason, Conflict when it has ended."""
    require(policies.may_remind(actor, plan.cluster))
    if not reason.strip():
        raise Invalid(_("Say why the agreement ends."), field="reason")
    plan = InstalmentPlan.objects.select_for_update(of=("self",)).select_related("cluster", "invoice").get(pk=plan.pk)
    if InstalmentPlanEnd.objects.filter(plan=plan).exists():
        raise Conflict(_("This agreement has ended already."))

    end: InstalmentPlanEnd = InstalmentPlanEnd.objects.create(plan=plan, ended_on=day_of(at), reason=reason.strip()[:300], ended_at=at)
    record(actor, "billing.instalments.ended", plan.invoice, at=at, reason=end.reason)
    return end
