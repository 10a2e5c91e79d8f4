"""Say how the cluster reminds late payers."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import ReminderStep
from klynge.billing.rules.reminders import Step, faults_of
from klynge.core.errors import Invalid


@transaction.atomic
def set_reminder_steps(
    cluster: Cluster, *, audience: str, steps: Sequence[tuple[Step, Mapping[str, str]]], actor: Actor, at: datetime
) -> list[ReminderStep]:
    """Replace the steps of one audience, each with its text {da, en}; reminders that were sent stay as they are.

    Raises: Refused, Invalid for what the Danish Interest Act forbids, with the step.
    """
    require(policies.may_set_prices(actor, cluster))
    Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
    for number, code in faults_of([step for step, _text in steps]):
        raise Invalid(_sentence(code, number), field=f"step_{number}")

    ReminderStep.objects.filter(cluster=cluster, audience=audience).delete()
    made = ReminderStep.objects.bulk_create(
        ReminderStep(
            cluster=cluster, audience=audience, number=step.number, days_after=step.days_after, deadline_days=step.deadline_days,
            fee_minor=step.fee_minor, charges_interest=step.charges_interest, charges_compensation=step.charges_compensation, text=dict(text),
        )
        for step, text in steps
    )  # fmt: skip
    facts = [{"days": step.days_after, "fee_minor": step.fee_minor, "interest": step.charges_interest} for step, _text in steps]
    record(actor, "billing.reminder_steps.set", cluster, at=at, cluster_id=cluster.pk, audience=audience, steps=facts)
    return list(made)


def _sentence(code: str, number: int) -> str:
    return {
        "too_many": _("The law allows three reminders with a fee for one claim, not more."),
        "order": _("The steps must be numbered 1, 2, 3."),
        "fee": _("Step %s: a reminder may cost 0 to 100 kroner by law."),
        "days_between": _("Step %s: leave at least ten days after the step before, and one after the due day."),
        "deadline": _("Step %s: give at least one day to pay."),
        "compensation": _("Step %s: the compensation of 310 kroner is owed once only."),
    }[code].replace("%s", str(number))
