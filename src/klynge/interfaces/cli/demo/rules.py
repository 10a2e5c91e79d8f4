"""How Nordlys looks after its money: its bank account, and when late payers are reminded."""

from datetime import date

from klynge.banking.actions import add_account
from klynge.billing.actions import set_arrears_rule, set_reminder_steps
from klynge.billing.models import Audience
from klynge.billing.rules.reminders import Step
from klynge.core.clock import noon_of

from .stage import Stage

FRIENDLY = {"da": "Vi har ikke set jeres betaling endnu. Er den på vej, så se bort fra denne mail.", "en": "We have not seen your payment yet. If it is on its way, please disregard this mail."}  # fmt: skip
FIRM = {
    "da": "Vi beder jer betale inden fristen. Ring gerne, hvis noget driller.",
    "en": "Please pay before the deadline. Do call us if something is wrong.",
}
STEPS = {
    Audience.BUSINESS: [(Step(1, 10, 10), FRIENDLY), (Step(2, 14, 10, 100_00), FIRM), (Step(3, 14, 10, 100_00), FIRM)],
    Audience.PUBLIC: [(Step(1, 20, 14), FRIENDLY)],
}


def play(stage: Stage) -> None:
    """Set the rules, long ago."""
    by = {"actor": stage.releaser, "at": noon_of(date(2017, 1, 2))}
    add_account(stage.nordlys, identifier=stage.nordlys.iban, name="Driftskonto", currency="DKK", **by)
    set_arrears_rule(stage.nordlys, day_count="30/360", suspend_days=60, **by)
    for audience, steps in STEPS.items():
        set_reminder_steps(stage.nordlys, audience=audience, steps=steps, **by)
