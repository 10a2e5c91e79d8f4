"""Where an instalment agreement stands, in words and colours."""

from django.utils.translation import gettext_lazy as _

from klynge.billing.rules.instalments import PlanState

PLAN_WORDS = {
    PlanState.KEPT: (_("Kept"), "good"),
    PlanState.MISSED: (_("A part is missing"), "bad"),
    PlanState.PAID: (_("Paid"), "good"),
    PlanState.ENDED: (_("Ended"), "neutral"),
}
