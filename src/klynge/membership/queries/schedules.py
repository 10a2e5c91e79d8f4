"""Fee schedules: as plain rules, in force on a day, and two of them side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.core.clock import add_months, year_start
from klynge.core.errors import Invalid
from klynge.membership.models import FeeBand, FeeComponent, FeeSchedule, ScheduleStatus, Term
from klynge.membership.rules.facts import Facts
from klynge.membership.rules.schedule import GROUPS, UNITS, Band, Component, FeeRule, Schedule, Step

LONG_AGO = 100  # membership years: past every newcomer discount and ramp


def load_schedule(schedule: FeeSchedule) -> Schedule:
    """Read a schedule with all its parts as plain rules; five statements, whatever its size."""
    product = schedule.product
    components = schedule.components.order_by("position", "id").prefetch_related("bands")
    return Schedule(
        id=schedule.pk,
        code=schedule.code,
        version=schedule.version,
        currency=schedule.currency,
        is_vat_included=schedule.is_vat_included,
        components=tuple(_component(component) for component in components),
        fee_rules=tuple(FeeRule(rule.kind, rule.label, rule.parameters) for rule in schedule.fee_rules.order_by("position")),
        proration=schedule.proration,
        proration_steps=tuple(
            Step(step.from_month, step.from_day, step.numerator, step.denominator) for step in schedule.proration_steps.order_by("id")
        ),
        bills_next_year_from=schedule.bills_next_year_from,
        rejoining=schedule.rejoining,
        product_id=schedule.product_id,
        vat_rate_bp=product.vat_rate_bp if product else 2500,
    )


def _component(row: FeeComponent) -> Component:
    return Component(
        id=row.pk,
        code=row.code,
        method=row.method,
        label=row.label,
        kinds=tuple(row.kinds),
        metrics=tuple(row.metrics),
        needs_all_metrics=row.needs_all_metrics,
        parameters=row.parameters,
        bands=tuple(_band(band) for band in row.bands.all()),
    )


def _band(row: FeeBand) -> Band:
    return Band(
        id=row.pk,
        position=row.position,
        low=row.low,
        high=row.high,
        amount_minor=row.amount_minor,
        label=row.label,
        hours=row.hours,
        other_bounds=tuple((metric, low, high) for metric, (low, high) in sorted(row.other_bounds.items())),
        printed_gross_minor=row.printed_gross_minor,
        predicate=row.predicate,
        is_assumption=row.is_assumption,
    )


def schedule_in_force(cluster: Cluster, *, on: date, code: str | None = None) -> FeeSchedule | None:
    """Return the schedule adopted with the latest effective day up to ``on``; superseded ones still count for their own days."""
    adopted = FeeSchedule.objects.filter(
        cluster=cluster, status__in=[ScheduleStatus.ADOPTED, ScheduleStatus.SUPERSEDED], effective_on__lte=on
    )
    if code:
        adopted = adopted.filter(code=code)
    return adopted.select_related("product", "cluster").order_by("-effective_on", "-version", "-id").first()


def schedule_by_code(cluster: Cluster, code: str) -> FeeSchedule:
    """Return the newest version of a schedule. Raises: Invalid, naming the codes that there are."""
    rows = FeeSchedule.objects.filter(cluster=cluster).select_related("product", "cluster")
    found = rows.filter(code=code).order_by("-version").first()
    if found is None:
        known = ", ".join(rows.order_by("code").values_list("code", flat=True).distinct()) or "—"
        raise Invalid(_("There is no fee schedule %(code)s. There is: %(known)s.") % {"code": code, "known": known}, field="code")
    return found


def member_facts(
    schedule: Schedule, cluster: Cluster, *, on: date, size: int, joined_on: date | None = None, type_code: str = "ordinary"
) -> Facts:
    """Build the facts of an imagined member of a size (in whole units of each main metric), for the membership year of ``on``."""
    term = Term.objects.filter(cluster=cluster, during__contains=on).first()
    start = term.during.lower if term else year_start(on, cluster.membership_year_month)
    end = term.during.upper if term else add_months(start, 12)
    if joined_on and joined_on >= end:
        raise Invalid(_("The day of joining lies after the membership year that ends on %s.") % end, field="joined")
    sizes = tuple((metric, size * UNITS.get(metric, 1), size * UNITS.get(metric, 1)) for metric in schedule.metrics if metric != GROUPS)
    year = LONG_AGO if joined_on is None else start.year - year_start(joined_on, start.month).year + 1
    return Facts(start, end, type_code=type_code, sizes=sizes, joined_on=joined_on, membership_year=year)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same in two schedules; ``before`` or ``after`` is None where it is missing."""

    component: str  # code; empty for what concerns the whole schedule
    what: str  # "amount_minor", "bounds", "proration", ...
    label: dict[str, str]
    before: Any
    after: Any
    metric: str = "headcount"  # in which bounds are written


WHOLE = ("currency", "is_vat_included", "proration", "bills_next_year_from", "rejoining")


def compare(a: Schedule, b: Schedule) -> list[Difference]:
    """List what differs from ``a`` to ``b``: the whole first, then component by component, categories by position."""
    rows = [Difference("", name, {}, getattr(a, name), getattr(b, name)) for name in WHOLE if getattr(a, name) != getattr(b, name)]
    if a.proration_steps != b.proration_steps:
        rows.append(Difference("", "proration_steps", {}, _fractions(a), _fractions(b)))
    if a.fee_rules != b.fee_rules:
        rows.append(Difference("", "fee_rules", {}, a.fee_rules, b.fee_rules))
    old, new = ({component.code: component for component in schedule.components} for schedule in (a, b))
    for code in dict.fromkeys([*old, *new]):
        rows += _component_differences(code, old.get(code), new.get(code))
    return rows


def _component_differences(code: str, old: Component | None, new: Component | None) -> list[Difference]:
    label = dict((new or old).label)  # type: ignore[union-attr]
    if old is None or new is None:
        return [Difference(code, "component", label, old and old.code, new and new.code)]
    rows = [
        Difference(code, name, label, getattr(old, name), getattr(new, name))
        for name in ("method", "kinds", "metrics", "needs_all_metrics", "parameters")
        if getattr(old, name) != getattr(new, name)
    ]
    before, after = ({band.position: band for band in component.bands} for component in (old, new))
    for position in sorted({*before, *after}):
        rows += _band_differences(code, before.get(position), after.get(position), new.main_metric)
    return rows


def _band_differences(code: str, old: Band | None, new: Band | None, metric: str) -> list[Difference]:
    label = dict((new or old).label)  # type: ignore[union-attr]
    if old is None or new is None:
        return [Difference(code, "category", label, old and old.amount_minor, new and new.amount_minor)]
    pairs = [
        ("label", dict(old.label), dict(new.label)),
        ("bounds", (old.low, old.high), (new.low, new.high)),
        ("amount_minor", old.amount_minor, new.amount_minor),
        ("hours", old.hours, new.hours),
        ("other_bounds", old.other_bounds, new.other_bounds),
        ("predicate", dict(old.predicate), dict(new.predicate)),
        ("is_assumption", old.is_assumption, new.is_assumption),
    ]
    return [Difference(code, what, label, before, after, metric) for what, before, after in pairs if before != after]


def _fractions(schedule: Schedule) -> list[str]:
    return [f"{step.from_month:02}-{step.from_day:02}: {step.numerator}/{step.denominator}" for step in schedule.proration_steps]
