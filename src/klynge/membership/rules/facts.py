"""What a member's fee depends on, and nothing else."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from klynge.membership.rules import adjustments, proration
from klynge.membership.rules.schedule import CAP_RISE, FOUNDING, NEWCOMER, RAMP, Schedule


@dataclass(frozen=True, slots=True)
class Personal:
    """A change of one member's fee, approved by somebody: one of the three ways."""

    percent_bp: int | None = None  # -5000 halves the fee
    amount_minor: int | None = None  # added; negative is a discount
    fixed_minor: int | None = None  # this fee whatever the size
    reason: str = ""
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the fee of one member for one term depends on; hashable, so that equal cases are priced once.

    Sizes are (metric, low, high) with both ends included and no high when open; FTE in hundredths, money in whole kroner.
    """

    term_start: date
    term_end: date  # exclusive
    type_code: str = "ordinary"
    sizes: tuple[tuple[str, int, int | None], ...] = ()
    joined_on: date | None = None  # None: before anything that matters
    membership_year: int = 1  # 1 in the term of joining
    legal_form: str = ""
    founded_on: date | None = None
    has_foreign_parent: bool = False
    is_founding: bool = False
    is_free: bool = False  # a kind of member that pays nothing
    last_net_minor: int | None = None  # the previous term's fee for a full year
    adjustments: tuple[Personal, ...] = ()
    paid_before_minor: int = 0  # for the same term, by an earlier membership of the same organisation

    def plain(self) -> dict[str, Any]:
        """Return the facts as JSON data in a fixed order, without what is empty."""
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        kept = {
            name: value
            for name, value in found.items()
            if value is not None and value is not False and value not in ("", ()) and (name != "paid_before_minor" or value)
        }
        return {name: _plain(value) for name, value in kept.items()}

    def fingerprint(self) -> str:
        """Return the sha256 of the plain facts: equal for members of the same case."""
        text = json.dumps(self.plain(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Personal):
        return {each.name: getattr(value, each.name) for each in fields(value) if getattr(value, each.name) not in (None, "")}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def normalised(schedule: Schedule, facts: Facts) -> Facts:
    """Drop and coarsen what can't matter for this schedule and term; the price stays the same."""
    if facts.is_free:
        return Facts(facts.term_start, facts.term_end, type_code="", is_free=True)
    kinds = {rule.kind for rule in schedule.fee_rules}
    metrics = schedule.metrics
    return replace(
        facts,
        type_code=facts.type_code if facts.type_code in _named_types(schedule) else "",
        sizes=tuple(sorted((size for size in facts.sizes if size[0] in metrics), key=lambda size: size[0])),
        joined_on=_joined(schedule, facts),
        membership_year=_year(schedule, facts) if kinds & {NEWCOMER, RAMP} or _asks(schedule, "max_membership_year") else 1,
        legal_form=facts.legal_form if _asks(schedule, "legal_forms") else "",
        founded_on=_founded(schedule, facts),
        has_foreign_parent=facts.has_foreign_parent and _asks(schedule, "no_foreign_parent"),
        is_founding=facts.is_founding and FOUNDING in kinds,
        last_net_minor=facts.last_net_minor if CAP_RISE in kinds else None,
    )


def _asks(schedule: Schedule, key: str) -> bool:
    return any(key in predicate for predicate in schedule.predicates)


def _named_types(schedule: Schedule) -> set[str]:
    ruled = {kind for predicate in schedule.predicates for kind in predicate.get("kinds", ())}
    return ruled.union(*(component.kinds for component in schedule.components))


def _year(schedule: Schedule, facts: Facts) -> int:
    """Treat all years after the last one that any rule names alike."""
    last = max((adjustments.years_named(predicate) for predicate in schedule.predicates), default=0)
    return min(facts.membership_year, last + 1)


def _founded(schedule: Schedule, facts: Facts) -> date | None:
    """Keep the founding day while some predicate still holds because of it; older is as good as unknown."""
    aged = [predicate for predicate in schedule.predicates if "max_age_years" in predicate]
    if facts.founded_on is None or not any(adjustments.is_young(predicate, facts) for predicate in aged):
        return None
    is_calendar = all(predicate.get("age_by") == "calendar" for predicate in aged)
    return date(facts.founded_on.year, 1, 1) if is_calendar else facts.founded_on


def _joined(schedule: Schedule, facts: Facts) -> date | None:
    """Take the earliest day of joining that comes to the same; None when that is before anything that matters."""
    joined = facts.joined_on
    if joined is None:
        return None
    if _founded(schedule, facts) and any(predicate.get("age_on") == "joined" for predicate in schedule.predicates):
        return joined
    cuts = [*proration.cuts(schedule, facts.term_start, facts.term_end), *adjustments.joined_cuts(schedule.predicates)]
    return max((cut for cut in cuts if cut <= joined), default=None)
