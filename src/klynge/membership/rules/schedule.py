"""A fee schedule as plain, immutable values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# What one unit of a declared size is, in the smallest steps that are declared: FTE come in hundredths.
UNITS = {"fte": 100}

BAND, FLAT, PER_UNIT, BASE_RATE, PER_GROUP, HOURS = "band", "flat", "per_unit", "base_rate", "per_group", "hours"
NEWCOMER, RAMP, FOUNDING, CAP_RISE = "newcomer", "ramp", "founding", "cap_rise"
GROUPS = "groups"  # the metric that counts focus networks


@dataclass(frozen=True, slots=True)
class Band:
    """A category: sizes in [low, high) of the main metric, or those for whom the predicate holds."""

    position: int
    low: int = 0
    high: int | None = None
    amount_minor: int = 0
    label: Mapping[str, str] = field(default_factory=dict)
    hours: int = 0
    other_bounds: tuple[tuple[str, int, int | None], ...] = ()  # (metric, low, high) half-open
    printed_gross_minor: int | None = None
    predicate: Mapping[str, Any] = field(default_factory=dict)
    is_assumption: bool = False
    id: int | None = None

    @property
    def name(self) -> str:
        """The label in whatever language there is, else the bounds."""
        return self.label.get("en") or self.label.get("da") or (f"{self.low}+" if self.high is None else f"{self.low}-{self.high - 1}")

    def bounds(self, metric: str, main: str) -> tuple[int, int | None] | None:
        """Return [low, high) in the metric; None when the category says nothing about it."""
        if metric == main:
            return self.low, self.high
        return next(((low, high) for name, low, high in self.other_bounds if name == metric), None)


@dataclass(frozen=True, slots=True)
class Component:
    """One part of the fee; see FeeComponent for the methods and their parameters."""

    code: str
    method: str
    label: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    needs_all_metrics: bool = False
    parameters: Mapping[str, Any] = field(default_factory=dict)
    bands: tuple[Band, ...] = ()
    id: int | None = None

    @property
    def main_metric(self) -> str:
        """The metric by which the categories are bounded."""
        return self.metrics[0] if self.metrics else "headcount"

    @property
    def asked_metrics(self) -> tuple[str, ...]:
        """All metrics that the component looks at."""
        is_sized = any((band.low, band.high) != (0, None) for band in self.bands)
        own = (self.metrics or ("headcount",)) if is_sized or self.method in (PER_UNIT, BASE_RATE) else ()
        return (GROUPS, *own) if self.method == PER_GROUP else own

    @property
    def predicates(self) -> tuple[Mapping[str, Any], ...]:
        """The predicates of its categories, where they have one."""
        return tuple(band.predicate for band in self.bands if band.predicate)


@dataclass(frozen=True, slots=True)
class FeeRule:
    """An adjustment that the schedule grants; its predicates stand among the parameters."""

    kind: str
    label: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """Who joins on this month-day or later pays this fraction of the year."""

    from_month: int
    from_day: int
    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """One version of what membership costs; amounts in minor units of ``currency``, a full year."""

    id: int | None = None
    code: str = ""
    version: int = 1
    currency: str = "DKK"
    is_vat_included: bool = False
    components: tuple[Component, ...] = ()
    fee_rules: tuple[FeeRule, ...] = ()
    proration: str = "none"
    proration_steps: tuple[Step, ...] = ()
    bills_next_year_from: str = ""  # "11-15"
    rejoining: str = "difference"  # who joins again within a term pays what is more than was paid already; or "anew"
    product_id: int | None = None
    vat_rate_bp: int = 2500

    @property
    def metrics(self) -> tuple[str, ...]:
        """All metrics the fee may depend on, in the order they are asked for."""
        asked = [name for component in self.components for name in component.asked_metrics]
        sized = [str(p.get("metric", "headcount")) for p in self.predicates if "max_size" in p or "min_size" in p]
        return tuple(dict.fromkeys([*asked, *sized]))

    @property
    def predicates(self) -> tuple[Mapping[str, Any], ...]:
        """All predicates, of fee rules and of categories."""
        return tuple(rule.parameters for rule in self.fee_rules) + tuple(p for c in self.components for p in c.predicates)

    @property
    def is_assumed(self) -> bool:
        """Say whether any step rests on an assumption."""
        return any(band.is_assumption for component in self.components for band in component.bands)
