"""What is wrong with a schedule, and exactly where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any

from klynge.core.money import round_half_up
from klynge.membership.rules import schedule as methods
from klynge.membership.rules.schedule import Band, Component, Schedule

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault: errors stand in the way of adopting the schedule, warnings don't.

    ``where`` are the first and last size concerned in whole units of the main metric; no last when it is open.
    """

    code: str
    severity: str
    component: str = ""
    where: tuple[int, int | None] | None = None
    positions: tuple[int, ...] = ()  # of the categories
    parameters: dict[str, Any] = field(default_factory=dict)


def findings(schedule: Schedule) -> tuple[Finding, ...]:
    """Check a schedule for overlaps, gaps, falling fees, misprinted VAT, mixed currencies and missing parts."""
    return (*_of_schedule(schedule), *(each for component in schedule.components for each in _of_component(schedule, component)))


def _of_schedule(schedule: Schedule) -> Iterator[Finding]:
    if not schedule.components:
        yield Finding("empty", ERROR)
    if schedule.proration == "steps" and not schedule.proration_steps:
        yield Finding("no_steps", ERROR)
    for rule in schedule.fee_rules:
        if rule.kind not in (methods.NEWCOMER, methods.RAMP, methods.FOUNDING, methods.CAP_RISE):
            yield Finding("unknown_rule", ERROR, parameters={"kind": rule.kind})


def _of_component(schedule: Schedule, component: Component) -> Iterator[Finding]:
    code = component.code
    currency = component.parameters.get("currency", schedule.currency)
    if currency != schedule.currency:
        yield Finding("currency", ERROR, code, parameters={"expected": schedule.currency, "found": currency})
    yield from _of_parameters(component)
    for band in component.bands:
        if band.amount_minor < 0:
            yield Finding("negative", ERROR, code, positions=(band.position,), parameters={"amount_minor": band.amount_minor})
        yield from _printed(schedule, component, band)
    plain = sorted((band for band in component.bands if not band.predicate), key=lambda band: (band.low, band.position))
    if plain and component.method != methods.FLAT:
        yield from _coverage(component, plain)
        yield from _falling(component, plain)


def _of_parameters(component: Component) -> Iterator[Finding]:
    """Name what the method needs and does not have."""
    needed = {methods.PER_UNIT: "per_unit_minor", methods.BASE_RATE: "rate_ppm"}.get(component.method)
    if needed is None and not component.bands:
        needed = {methods.FLAT: "amount_minor", methods.PER_GROUP: "amount_minor", methods.HOURS: "hours"}.get(component.method, "bands")
    if needed and needed not in component.parameters:
        yield Finding("missing", ERROR, component.code, parameters={"needed": needed})
    for name, value in component.parameters.items():
        if isinstance(value, int) and value < 0:
            yield Finding("negative", ERROR, component.code, parameters={name: value})


def _printed(schedule: Schedule, component: Component, band: Band) -> Iterator[Finding]:
    if band.printed_gross_minor is None:
        return
    expected = round_half_up(Fraction(band.amount_minor * (10_000 + schedule.vat_rate_bp), 10_000))
    if band.printed_gross_minor != expected:
        said = {"net_minor": band.amount_minor, "printed_minor": band.printed_gross_minor, "expected_minor": expected}
        yield Finding("vat_misprint", WARNING, component.code, positions=(band.position,), parameters=said)


def _coverage(component: Component, bands: list[Band]) -> Iterator[Finding]:
    """Find the sizes that no category has, or more than one."""
    if bands[0].low > 0:
        yield _at("not_from_zero", component, 0, bands[0].low, bands[0])
    reach, widest = bands[0].high, bands[0]
    for band in bands[1:]:
        if reach is None or band.low < reach:
            ends = [end for end in (reach, band.high) if end is not None]
            yield _at("overlap", component, band.low, min(ends) if ends else None, widest, band)
        elif band.low > reach:
            yield _at("gap", component, reach, band.low, widest, band)
        if reach is not None and (band.high is None or band.high > reach):
            reach, widest = band.high, band
    if reach is not None:
        yield _at("no_open_top", component, reach, None, widest)


def _falling(component: Component, bands: list[Band]) -> Iterator[Finding]:
    for smaller, larger in pairwise(bands):
        if larger.amount_minor < smaller.amount_minor or (component.method == methods.HOURS and larger.hours < smaller.hours):
            said = {"before_minor": smaller.amount_minor, "after_minor": larger.amount_minor}
            yield _at("falling", component, larger.low, larger.high, smaller, larger, severity=WARNING, **said)


def _at(code: str, component: Component, low: int, end: int | None, *bands: Band, severity: str = ERROR, **said: Any) -> Finding:
    unit = methods.UNITS.get(component.main_metric, 1)
    where = (low // unit, None if end is None else (end - 1) // unit)
    said = {"metric": component.main_metric, "bands": [dict(band.label) or {"en": band.name} for band in bands], **said}
    return Finding(code, severity, component.code, where, tuple(band.position for band in bands), said)
