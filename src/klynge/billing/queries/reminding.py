"""Who is to be reminded of what on a day, what it charges, and why the others are not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from klynge.access.models import Cluster
from klynge.billing.models import ArrearsRule, Audience, Invoice, ReferenceRate, ReminderPause, ReminderStep
from klynge.billing.rules.interest import DayCount, Owed, RateUnknown, interest_minor
from klynge.billing.rules.reminders import COMPENSATION_MINOR, Case, Hold, Step, next_step
from klynge.directory.models import OrganisationKind

from .instalments import kept_plan

# What was known when the product was made; a cluster adds the half-years that follow. Source: Danmarks Nationalbank's lending rate.
KNOWN_RATES = {date(2023, 1, 1): 190, date(2024, 1, 1): 375}
CHARGE = "reminder:"  # how the source key of a charge's own invoice begins
OVERDUE_SQL = """
SELECT i.id, i.number, i.organisation_id, i.buyer ->> 'name', i.language, i.currency, i.issued_on, i.due_on, i.total_minor, o.kind, sums.open_minor,
       coalesce(past.days, '{}'), coalesce(past.interest_minor, 0)::bigint, coalesce(past.has_compensation, false),
       EXISTS (SELECT 1 FROM billing_dispute d WHERE d.invoice_id = i.id AND d.opened_on <= %(day)s AND (d.closed_on IS NULL OR d.closed_on > %(day)s)),
       EXISTS (SELECT 1 FROM billing_reminderpause p WHERE p.cluster_id = i.cluster_id AND p.organisation_id = i.organisation_id
               AND (p.invoice_id IS NULL OR p.invoice_id = i.id) AND p.from_on <= %(day)s AND p.until_on > %(day)s),
       coalesce(sums.days, '{}'), coalesce(sums.minors, '{}'), {kept}
FROM billing_invoice i
JOIN directory_organisation o ON o.id = i.organisation_id
CROSS JOIN LATERAL (
    SELECT i.total_minor - coalesce(sum(minor), 0)::bigint AS open_minor,
           array_agg(day ORDER BY day) AS days, array_agg(minor ORDER BY day) AS minors
    FROM (SELECT a.settled_on AS day, a.amount_minor AS minor FROM billing_allocation a WHERE a.invoice_id = i.id AND a.settled_on <= %(day)s
          UNION ALL SELECT n.issued_on, n.total_minor FROM billing_invoice n WHERE n.credits_id = i.id AND n.issued_on <= %(day)s) AS settling
) AS sums
LEFT JOIN LATERAL (
    SELECT array_agg(r.sent_on ORDER BY r.number) AS days, sum(r.interest_minor) AS interest_minor, bool_or(r.compensation_minor > 0) AS has_compensation
    FROM billing_reminder r WHERE r.invoice_id = i.id
) AS past ON true
WHERE i.cluster_id = %(cluster)s AND i.kind = 'invoice' AND i.due_on < %(day)s AND i.source_key NOT LIKE 'reminder:%%' AND sums.open_minor > 0
ORDER BY i.due_on, i.id
"""
OVERDUE = OVERDUE_SQL.replace("{kept}", kept_plan("sums.open_minor"))


@dataclass(frozen=True, slots=True)
class PlannedReminder:
    """A reminder as it would be sent: amounts in minor units."""

    invoice_id: int
    number: str
    organisation_id: int
    buyer: str
    language: str
    currency: str
    due_on: date
    open_minor: int
    step: int
    deadline_on: date
    fee_minor: int
    interest_minor: int
    compensation_minor: int
    text: Mapping[str, str]

    @property
    def charges_minor(self) -> int:
        """All that it charges."""
        return self.fee_minor + self.interest_minor + self.compensation_minor


@dataclass(frozen=True, slots=True)
class HeldReminder:
    """An overdue invoice that is not reminded of, and why."""

    invoice_id: int
    number: str
    organisation_id: int
    buyer: str
    currency: str
    due_on: date
    open_minor: int
    why: Hold
    missing_rate_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReminderPlan:
    """What would be sent on a day and what would not; ``digest`` is the same as long as nothing of it changes."""

    on: date
    due: tuple[PlannedReminder, ...]
    held: tuple[HeldReminder, ...]

    @property
    def digest(self) -> str:
        """What somebody has looked at, to be handed back when it is sent."""
        said = [(one.invoice_id, one.step, one.open_minor, one.charges_minor) for one in self.due]
        return sha256(repr((self.on, said)).encode()).hexdigest()[:32]

    @property
    def open_minor(self) -> int:
        """What is reminded of in all."""
        return sum(one.open_minor for one in self.due)

    @property
    def charges_minor(self) -> int:
        """What is charged in all."""
        return sum(one.charges_minor for one in self.due)


def reminder_plan(cluster: Cluster, *, on: date) -> ReminderPlan:
    """Return what is to be reminded of on the day; four statements, however many invoices are overdue."""
    rules, rates, rule = _steps(cluster), reference_rates(cluster), arrears_rule(cluster)
    with connection.cursor() as cursor:
        cursor.execute(OVERDUE, {"cluster": cluster.pk, "day": on})
        found = [_judge(row, rules, rates, DayCount(rule.day_count), on) for row in cursor.fetchall()]
    due = tuple(one for one in found if isinstance(one, PlannedReminder))
    return ReminderPlan(on, due, tuple(one for one in found if isinstance(one, HeldReminder)))


def reference_rates(cluster: Cluster) -> dict[date, int]:
    """Return {first day of the half-year: lending rate in basis points}, the known ones and the cluster's own."""
    return {**KNOWN_RATES, **dict(ReferenceRate.objects.filter(cluster=cluster).values_list("valid_from", "rate_bp"))}


def arrears_rule(cluster: Cluster) -> ArrearsRule:
    """Return the cluster's rule, or an unsaved one with the usual values."""
    return ArrearsRule.objects.filter(cluster=cluster).first() or ArrearsRule(cluster=cluster)


def pauses_of(invoice: Invoice, *, on: date) -> QuerySet[ReminderPause]:
    """Return the pauses that keep the invoice from being reminded of on the day, its own and its organisation's, the longest first."""
    living = ReminderPause.objects.filter(
        Q(invoice=None) | Q(invoice=invoice),
        cluster_id=invoice.cluster_id,
        organisation_id=invoice.organisation_id,
        from_on__lte=on,
        until_on__gt=on,
    )
    return living.order_by("-until_on", "-id")


def _steps(cluster: Cluster) -> dict[str, list[tuple[Step, Mapping[str, str]]]]:
    found: dict[str, list[tuple[Step, Mapping[str, str]]]] = {audience: [] for audience in Audience.values}
    for row in ReminderStep.objects.filter(cluster=cluster).order_by("audience", "number"):
        step = Step(row.number, row.days_after, row.deadline_days, row.fee_minor, row.charges_interest, row.charges_compensation)
        found[row.audience].append((step, row.text))
    return found


def _judge(
    row: Sequence[Any], rules: Mapping[str, list[tuple[Step, Mapping[str, str]]]], rates: Mapping[date, int], count: DayCount, on: date
) -> PlannedReminder | HeldReminder:
    key, number, organisation, buyer, language, currency, issued, due, total, kind, is_open, days, charged, has_compensation, disputed, paused, settled, settled_minors, keeps_plan = row  # fmt: skip
    rule = rules[Audience.PUBLIC if kind == OrganisationKind.PUBLIC else Audience.BUSINESS]
    case = Case(due, tuple(days), disputed, paused, keeps_plan)
    step = next_step(case, [one for one, _text in rule], on=on)
    if isinstance(step, Step) and currency != "DKK" and (step.fee_minor or step.charges_interest or step.charges_compensation):
        step = Hold.NO_CURRENCY
    interest, missing = 0, None
    if isinstance(step, Step) and step.charges_interest:
        try:
            interest = (
                interest_minor(
                    _owed(issued, total, zip(settled, settled_minors, strict=True)), due_on=due, until=on, rates=rates, count=count
                )
                - charged
            )
        except RateUnknown as unknown:
            step, missing = Hold.NO_RATE, unknown.half_year
    if isinstance(step, Hold):
        return HeldReminder(key, number, organisation, buyer, currency, due, is_open, step, missing)
    return PlannedReminder(
        key, number, organisation, buyer, language, currency, due, is_open, step.number, on + timedelta(days=step.deadline_days), step.fee_minor,
        max(interest, 0), COMPENSATION_MINOR if step.charges_compensation and not has_compensation else 0, dict(rule)[step],
    )  # fmt: skip


def _owed(issued: date, total: int, settled: Iterable[tuple[date, int]]) -> list[Owed]:
    owed, left = [Owed(issued, total)], total
    for day, minor in settled:
        left -= minor
        owed.append(Owed(max(day, issued), left))
    return owed
