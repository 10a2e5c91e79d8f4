"""Agreements to pay in parts, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from klynge.billing.models import Instalment, InstalmentPlan, Invoice
from klynge.billing.rules.instalments import Part, PlanState, missed_minor, state_of

from .balances import open_minor


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """A plan with its parts and where it stands on a day; ``parts`` pairs each with what of it has come, in minor units."""

    plan: InstalmentPlan
    state: PlanState
    parts: tuple[tuple[Instalment, int], ...]
    paid_minor: int
    missed_minor: int


def kept_plan(open_sql: str) -> str:
    """Return SQL that says whether invoice ``i`` has a living plan whose parts due before the day were paid; ``open_sql`` is what is open on it."""
    return f"""EXISTS (
        SELECT 1 FROM billing_instalmentplan plan
        WHERE plan.invoice_id = i.id AND plan.agreed_on <= %(day)s
          AND NOT EXISTS (SELECT 1 FROM billing_instalmentplanend e WHERE e.plan_id = plan.id AND e.ended_on <= %(day)s)
          AND plan.open_minor - ({open_sql})
              >= (SELECT coalesce(sum(part.amount_minor), 0) FROM billing_instalment part WHERE part.plan_id = plan.id AND part.due_on < %(day)s))"""


def living_plan(invoice: Invoice) -> InstalmentPlan | None:
    """Return the plan that holds, if there is one; only one does at a time."""
    return InstalmentPlan.objects.filter(invoice=invoice, end__isnull=True).order_by("-id").first()


def standing_of_plan(plan: InstalmentPlan, *, on: date) -> PlanStanding:
    """Return where the plan stands at the end of the day."""
    parts = list(plan.parts.order_by("due_on"))
    bare = [Part(part.due_on, part.amount_minor) for part in parts]
    paid = max(0, plan.open_minor - open_minor(plan.invoice, on=on))
    is_ended = hasattr(plan, "end") and plan.end.ended_on <= on
    state = state_of(bare, paid_minor=paid, on=on, is_ended=is_ended)
    shown, left = [], paid
    for part in parts:
        shown.append((part, min(left, part.amount_minor)))
        left -= shown[-1][1]
    return PlanStanding(plan, state, tuple(shown), paid, missed_minor(bare, paid_minor=paid, on=on))
