"""What each component of a fee comes to for a full year."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from klynge.core.money import round_half_up
from klynge.membership.rules import schedule as methods
from klynge.membership.rules.bands import Size, band_of, size_in
from klynge.membership.rules.errors import NO_SIZE, STRADDLES, CannotPrice
from klynge.membership.rules.facts import Facts
from klynge.membership.rules.schedule import Band, Component

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """What one component asks for a full year, and the step that says why."""

    component: Component
    amount_minor: int
    hours: int
    band: Band | None
    step: dict[str, Any]


def part_of(component: Component, facts: Facts) -> Part:
    """Work out one component for a full year. Raises: CannotPrice."""
    return _METHODS[component.method](component, facts)


def _part(component: Component, amount_minor: int, *, hours: int = 0, band: Band | None = None, **said: Any) -> Part:
    step = {"rule": component.method, "component": component.code, "label": dict(component.label), "amount_minor": amount_minor, **said}
    if hours:
        step["hours"] = hours
    if band:
        step |= {"band": dict(band.label) or {"en": band.name}, "is_assumption": band.is_assumption}
    return Part(component, amount_minor, hours, band, step)


def _by_band(component: Component, facts: Facts) -> Part:
    band = band_of(component, facts)
    sizes = [[metric, *size] for metric in component.asked_metrics if (size := size_in(facts, metric))]
    return _part(component, band.amount_minor, hours=band.hours, band=band, sizes=sizes)


def _flat(component: Component, facts: Facts) -> Part:
    if component.bands:
        band = band_of(component, facts)
        return _part(component, band.amount_minor, hours=band.hours, band=band)
    return _part(component, int(component.parameters.get("amount_minor", 0)))


def _per_unit(component: Component, facts: Facts) -> Part:
    """Charge each unit between ``min_units`` and ``max_units``, then keep the amount between ``min_minor`` and ``max_minor``."""
    given, metric = component.parameters, component.main_metric
    unit = methods.UNITS.get(metric, 1)

    def amount(size: int | None) -> int:
        most = given.get("max_units")
        if size is None:
            size = most * unit if most is not None else None
        if size is None:
            return int(given["max_minor"]) if "max_minor" in given else -1
        counted = max(Fraction(size, unit), given.get("min_units", 0))
        counted = counted if most is None else min(counted, most)
        return _between(given.get("base_minor", 0) + round_half_up(counted * given["per_unit_minor"]), given)

    size = _needed(facts, metric)
    said: dict[str, Any] = {"metric": metric, "low": size[0], "high": size[1], "per_unit_minor": given["per_unit_minor"]}
    return _part(component, _same(amount(size[0]), amount(size[1]), size, metric), **said, **_limits(given))


def _base_rate(component: Component, facts: Facts) -> Part:
    """Charge a base and a rate in millionths of the size above ``threshold``, between ``min_minor`` and ``max_minor``."""
    given, metric = component.parameters, component.main_metric

    def amount(size: int | None) -> int:
        if size is None:
            return int(given["max_minor"]) if "max_minor" in given else -1
        above = max(0, size - given.get("threshold", 0)) * 100  # money sizes are whole kroner
        return _between(given.get("base_minor", 0) + round_half_up(Fraction(above * given["rate_ppm"], MILLION)), given)

    size = _needed(facts, metric)
    said: dict[str, Any] = {key: given.get(key, 0) for key in ("base_minor", "rate_ppm", "threshold")}
    return _part(
        component, _same(amount(size[0]), amount(size[1]), size, metric), metric=metric, low=size[0], high=size[1], **said, **_limits(given)
    )


def _per_group(component: Component, facts: Facts) -> Part:
    """Charge each focus network beyond ``included_groups``; none declared is none."""
    low, high = size_in(facts, methods.GROUPS) or (0, 0)
    if low != high:
        raise CannotPrice(STRADDLES, low=low, high="∞" if high is None else high, bands=component.code, metric=methods.GROUPS)
    count = max(0, low - component.parameters.get("included_groups", 0))
    if not count:
        return _part(component, 0, groups=0)
    band = band_of(component, facts) if component.bands else None
    each = band.amount_minor if band else int(component.parameters["amount_minor"])
    return _part(component, count * each, band=band, groups=count, each_minor=each)


def _hours(component: Component, facts: Facts) -> Part:
    """Ask for hours instead of money; ``hour_value_minor`` says what an hour counts for in the accounts of co-financing."""
    band = band_of(component, facts) if component.bands else None
    hours = band.hours if band else int(component.parameters.get("hours", 0))
    value = component.parameters.get("hour_value_minor", 0)
    return _part(component, 0, hours=hours, band=band, value_minor=value * hours)


_METHODS = {
    methods.BAND: _by_band,
    methods.FLAT: _flat,
    methods.PER_UNIT: _per_unit,
    methods.BASE_RATE: _base_rate,
    methods.PER_GROUP: _per_group,
    methods.HOURS: _hours,
}


def _needed(facts: Facts, metric: str) -> Size:
    size = size_in(facts, metric)
    if size is None:
        raise CannotPrice(NO_SIZE, metric=metric)
    return size


def _between(amount_minor: int, given: Any) -> int:
    least, most = given.get("min_minor", 0), given.get("max_minor")
    return max(least, amount_minor if most is None else min(amount_minor, most))


def _limits(given: Any) -> dict[str, Any]:
    return {key: given[key] for key in ("min_units", "max_units", "min_minor", "max_minor") if key in given}


def _same(lowest: int, highest: int, size: Size, metric: str) -> int:
    """Accept an interval only where both its ends come to the same amount."""
    if lowest != highest:
        raise CannotPrice(STRADDLES, low=size[0], high="∞" if size[1] is None else size[1], bands=metric, metric=metric)
    return lowest
