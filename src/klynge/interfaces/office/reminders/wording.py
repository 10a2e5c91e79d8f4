"""Why an invoice is not reminded of, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klynge.billing.queries.reminding import HeldReminder
from klynge.billing.rules.reminders import Hold
from klynge.ui.formats import day

WHY = {
    Hold.DISPUTED: gettext_lazy("The buyer disputes it."),
    Hold.PAUSED: gettext_lazy("Reminders are paused."),
    Hold.INSTALMENTS: gettext_lazy("It is paid by instalments."),
    Hold.TOO_SOON: gettext_lazy("The days of the next step are not over."),
    Hold.TEN_DAYS: gettext_lazy("The last reminder is less than ten days ago."),
    Hold.DONE: gettext_lazy("Every reminder was sent. The next step is collection, or a talk."),
    Hold.NO_RULE: gettext_lazy("There is no rule for this kind of member."),
    Hold.NO_CURRENCY: gettext_lazy("The law's amounts are kroner, and this invoice is in another currency."),
}


def why_held(held: HeldReminder) -> str:
    """Return the reason in words; for a missing rate, which one and where to give it."""
    if held.why is Hold.NO_RATE and held.missing_rate_on:
        return _("The lending rate of %s is missing. Give it under Interest rates.") % day(held.missing_rate_on)
    return str(WHY[held.why])
