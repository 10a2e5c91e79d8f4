"""Remind the late payers, as somebody has looked at it."""

import json
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.actions.issue_invoices import issue_invoices
from klynge.billing.models import Product, ProductKind, Reminder, VatTreatment
from klynge.billing.queries.reminding import CHARGE, PlannedReminder, reminder_plan
from klynge.billing.queries.settling import hold_settlements
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid
from klynge.core.selects import Select
from klynge.core.texts import in_language

FEE, INTEREST, COMPENSATION = "reminder-fee", "late-interest", "late-compensation"
LINES = {
    FEE: ("income:reminders", gettext_noop("Reminder fee, invoice %s")),
    INTEREST: ("income:interest", gettext_noop("Interest on late payment, invoice %s")),
    COMPENSATION: ("income:reminders", gettext_noop("Compensation for collection costs, invoice %s")),
}
NO_VAT = {
    "da": "Gebyr, rente og kompensation for sen betaling er ikke vederlag for en ydelse og er uden for momsen.",
    "en": "Fees, interest and compensation for late payment are no consideration for a supply and outside the scope of VAT.",
}
DRAFTS = """
SELECT organisation_id, source_key, language, lines
FROM jsonb_to_recordset(%(rows)s::jsonb) AS t (organisation_id bigint, source_key text, language text, lines jsonb)
"""


@transaction.atomic
def send_reminders(cluster: Cluster, *, on: date, digest: str, actor: Actor, at: datetime) -> list[Reminder]:
    """Make the reminders of the plan with this digest and issue what they charge; their mails wait in the outbox.

    Raises: Refused, Invalid for another day than today or before, Conflict when the plan is not any more what was looked at.
    """
    require(policies.may_remind(actor, cluster))
    if on > day_of(at):
        raise Invalid(_("Reminders can't be sent for a day that is still ahead."), field="on")
    hold_settlements(cluster)
    plan = reminder_plan(cluster, on=on)
    if plan.digest != digest:
        raise Conflict(_("Something has changed since you looked: somebody paid, or the reminders were sent. Look at the list again."))

    made = Reminder.objects.bulk_create([_reminder(cluster, one, on, at) for one in plan.due])
    deadlines = sorted({one.deadline_on for one in made if one.charges_minor})
    for deadline in deadlines:
        _charge(
            cluster, [(row, one) for row, one in zip(made, plan.due, strict=True) if row.deadline_on == deadline], on, deadline, actor, at
        )
    record(actor, "billing.reminders.sent", cluster, at=at, cluster_id=cluster.pk, count=len(made), charges_minor=plan.charges_minor)
    if made:
        jobs.announce("billing.reminders_sent", cluster_id=cluster.pk, reminder_ids=[one.pk for one in made])
    return made


def _reminder(cluster: Cluster, one: PlannedReminder, on: date, at: datetime) -> Reminder:
    return Reminder(
        cluster=cluster, invoice_id=one.invoice_id, number=one.step, sent_on=on, deadline_on=one.deadline_on, open_minor=one.open_minor,
        fee_minor=one.fee_minor, interest_minor=one.interest_minor, compensation_minor=one.compensation_minor, currency=one.currency,
        text=in_language(one.text, one.language)[:1000], sent_at=at,
    )  # fmt: skip


def _charge(cluster: Cluster, pairs: list[tuple[Reminder, PlannedReminder]], on: date, deadline: date, actor: Actor, at: datetime) -> None:
    """Issue one invoice for what each reminder charges, due on the reminder's own deadline."""
    products = {code: _product(cluster, code) for code in LINES}
    rows = [
        {
            "organisation_id": one.organisation_id,
            "source_key": f"{CHARGE}{row.pk}",
            "language": one.language,
            "lines": _lines(one, products),
        }
        for row, one in pairs
        if one.charges_minor
    ]
    issue_invoices(cluster, drafts=Select(DRAFTS, {"rows": json.dumps(rows)}), issued_on=on, due_on=deadline, actor=actor, at=at)


def _lines(one: PlannedReminder, products: dict[str, Product]) -> list[dict[str, object]]:
    amounts = {FEE: one.fee_minor, INTEREST: one.interest_minor, COMPENSATION: one.compensation_minor}
    with override(one.language):
        return [
            {"product_id": products[code].pk, "text": _(LINES[code][1]) % one.number, "note": "", "net_minor": minor}
            for code, minor in amounts.items()
            if minor
        ]


def _product(cluster: Cluster, code: str) -> Product:
    names = {language: _in(language, LINES[code][1]) for language in ("da", "en")}
    facts = {
        "kind": ProductKind.OTHER, "name": names, "vat_treatment": VatTreatment.OUTSIDE, "vat_rate_bp": 0, "vat_reason": NO_VAT,
        "income_account": LINES[code][0],
    }  # fmt: skip
    product: Product = Product.objects.get_or_create(cluster=cluster, code=code, defaults=facts)[0]
    return product


def _in(language: str, sentence: str) -> str:
    with override(language):
        return (_(sentence) % "").strip(" ,")
