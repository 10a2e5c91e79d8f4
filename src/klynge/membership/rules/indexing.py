"""Next year's prices from this year's: by an index on the amounts, or on the bounds, or from an official base amount."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from klynge.core.money import round_half_up
from klynge.membership.rules.schedule import Band, Component, Schedule

WHOLE = 1000


@dataclass(frozen=True, slots=True)
class Index:
    """How next year's prices come from this year's."""

    amounts_per_mille: int = 0
    bounds_per_mille: int = 0
    unit_minor: int = 100  # amounts are rounded to whole kroner
    is_rounded_up: bool = False


def indexed(schedule: Schedule, index: Index) -> Schedule:
    """Index every category of the schedule, and the amounts among the parameters of its parts."""
    return replace(schedule, components=tuple(_indexed(component, index) for component in schedule.components))


def _indexed(component: Component, index: Index) -> Component:
    bands = component.bands
    if index.amounts_per_mille:
        bands = index_amounts(bands, per_mille=index.amounts_per_mille, unit_minor=index.unit_minor, is_rounded_up=index.is_rounded_up)
    if index.bounds_per_mille:
        bands = index_bounds(bands, per_mille=index.bounds_per_mille)
    given = {
        name: raised(value, index.amounts_per_mille, index.unit_minor, index.is_rounded_up)
        if name.endswith("_minor") and index.amounts_per_mille
        else value
        for name, value in component.parameters.items()
    }
    return replace(component, bands=bands, parameters=given)


def index_amounts(bands: Iterable[Band], *, per_mille: int, unit_minor: int = 1, is_rounded_up: bool = False) -> tuple[Band, ...]:
    """Raise each amount by ``per_mille`` (30 is 3 %), rounded to the unit: half up, or always up."""
    return tuple(replace(band, amount_minor=raised(band.amount_minor, per_mille, unit_minor, is_rounded_up)) for band in bands)


def index_bounds(bands: Iterable[Band], *, per_mille: int, unit: int = 1) -> tuple[Band, ...]:
    """Move the bounds by ``per_mille``, rounded half up to the unit; neighbours stay neighbours and amounts stay."""
    return tuple(
        replace(band, low=raised(band.low, per_mille, unit), high=None if band.high is None else raised(band.high, per_mille, unit))
        for band in bands
    )


def multiples_of_base(
    bands: Iterable[Band], *, base_minor: int, multiples: Mapping[int, tuple[int, int]], unit_minor: int = 1
) -> tuple[Band, ...]:
    """Set each amount to a multiple (numerator, denominator; by position) of an official base amount."""
    return tuple(
        replace(band, amount_minor=_to_unit(Fraction(base_minor * multiples[band.position][0], multiples[band.position][1]), unit_minor))
        for band in bands
    )


def raised(value: int, per_mille: int, unit: int = 1, is_rounded_up: bool = False) -> int:
    """Raise a whole number by per mille, rounded to a multiple of the unit."""
    return _to_unit(Fraction(value * (WHOLE + per_mille), WHOLE), unit, is_rounded_up)


def _to_unit(exact: Fraction, unit: int, is_rounded_up: bool = False) -> int:
    return unit * (-(-exact // unit) if is_rounded_up else round_half_up(exact / unit))
