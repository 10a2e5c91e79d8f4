"""What changes the yearly fee of some members: predicates, and the discounts that hang on them.

A predicate is a mapping; all that it names must hold: ``max_size``/``min_size`` (included, of ``metric``, by default heads),
``max_age_years`` (``age_by``: exact or calendar, with the founding year as year 1; ``age_on``: term or joined), ``no_foreign_parent``,
``legal_forms``, ``kinds``, ``max_membership_year``, ``joined_before``, ``joined_from`` (ISO days).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from klynge.core.clock import add_months
from klynge.core.money import WHOLE_BP, round_half_up
from klynge.membership.rules.errors import NO_SIZE, STRADDLES, CannotPrice

if TYPE_CHECKING:
    from klynge.membership.rules.facts import Facts

Predicate = Mapping[str, Any]


def holds(predicate: Predicate, facts: Facts) -> bool:
    """Say whether everything that the predicate names is true of the facts. Raises: CannotPrice when the size leaves it open."""
    return (
        facts.type_code in predicate.get("kinds", (facts.type_code,))
        and facts.legal_form.casefold() in [form.casefold() for form in predicate.get("legal_forms", (facts.legal_form,))]
        and not (predicate.get("no_foreign_parent") and facts.has_foreign_parent)
        and facts.membership_year <= predicate.get("max_membership_year", facts.membership_year)
        and _joined_within(predicate, facts.joined_on)
        and ("max_age_years" not in predicate or is_young(predicate, facts))
        and _size_within(predicate, facts)
    )


def is_young(predicate: Predicate, facts: Facts) -> bool:
    """Say whether the organisation is at most ``max_age_years`` old; false when its founding day is unknown.

    By calendar year the founding year is year 1; exactly, the last day is the one before the next birthday.
    """
    founded, day = facts.founded_on, facts.joined_on if predicate.get("age_on") == "joined" else facts.term_start
    if founded is None or day is None:
        return False
    limit = int(predicate["max_age_years"])
    if predicate.get("age_by") == "calendar":
        return day.year - founded.year + 1 <= limit
    return day < add_months(founded, 12 * limit)


def joined_cuts(predicates: Iterable[Predicate]) -> list[date]:
    """Return the days of joining at which some predicate turns."""
    return [date.fromisoformat(p[key]) for p in predicates for key in ("joined_before", "joined_from") if key in p]


def years_named(parameters: Predicate) -> int:
    """Return the last membership year for which a rule says something of its own."""
    lists = [parameters.get("percents_bp", ()), *parameters.get("amounts_minor", {}).values()]
    return max(int(parameters.get("max_membership_year", 0)), *(len(each) for each in lists))


def discounted(amount_minor: int, percent_bp: int) -> int:
    """Take a discount in basis points off an amount, half up."""
    return round_half_up(Fraction(amount_minor * (WHOLE_BP - percent_bp), WHOLE_BP))


def of_year(values: list[int], year: int) -> int | None:
    """Return what a table says for a membership year; None after its last."""
    return values[year - 1] if 1 <= year <= len(values) else None


def capped(amount_minor: int, last_minor: int | None, parameters: Predicate) -> int:
    """Limit the rise over the last year's fee to ``max_percent_bp`` of it or ``max_minor``."""
    if last_minor is None:
        return amount_minor
    by_percent = parameters.get("max_percent_bp")
    limits = [last_minor + round_half_up(Fraction(last_minor * by_percent, WHOLE_BP))] if by_percent is not None else []
    if "max_minor" in parameters:
        limits.append(last_minor + parameters["max_minor"])
    return min([amount_minor, *limits])


def _joined_within(predicate: Predicate, joined_on: date | None) -> bool:
    if "joined_before" in predicate and joined_on and joined_on >= date.fromisoformat(predicate["joined_before"]):
        return False
    return not ("joined_from" in predicate and (joined_on is None or joined_on < date.fromisoformat(predicate["joined_from"])))


def _size_within(predicate: Predicate, facts: Facts) -> bool:
    if "max_size" not in predicate and "min_size" not in predicate:
        return True
    metric = predicate.get("metric", "headcount")
    low, high = next(((low, high) for name, low, high in facts.sizes if name == metric), (None, None))
    if low is None:
        raise CannotPrice(NO_SIZE, metric=metric)
    least, most = predicate.get("min_size", 0), predicate.get("max_size")
    if low >= least and (most is None or (high is not None and high <= most)):
        return True
    if (high is not None and high < least) or (most is not None and low > most):
        return False
    raise CannotPrice(
        STRADDLES, low=low, high="∞" if high is None else high, bands=f"{least}-{'' if most is None else most}", metric=metric
    )
