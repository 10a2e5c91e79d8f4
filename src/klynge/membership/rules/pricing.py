"""From a schedule and facts to a fee, with every step on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from klynge.core.money import WHOLE_BP, round_half_up, share
from klynge.membership.rules import adjustments, proration
from klynge.membership.rules.amounts import Part, part_of
from klynge.membership.rules.errors import NOT_APPLICABLE, CannotPrice
from klynge.membership.rules.facts import Facts
from klynge.membership.rules.schedule import CAP_RISE, FOUNDING, HOURS, NEWCOMER, RAMP, FeeRule, Schedule

ORDER = (NEWCOMER, RAMP, FOUNDING, CAP_RISE)
Steps = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Price:
    """A fee excl. VAT in minor units: ``gross`` for a full year before adjustments, ``net`` to be charged."""

    band_id: int | None
    gross_minor: int
    factor_numerator: int
    factor_denominator: int
    net_minor: int
    hours: int
    lines: tuple[dict[str, Any], ...]  # {"component", "product_id", "label": {"da", "en"}, "net_minor"}; sums to net_minor
    steps: tuple[dict[str, Any], ...]  # {"rule": ..., ...} in the order in which they were taken


def price(schedule: Schedule, facts: Facts) -> Price:
    """Work out the fee of one case of facts.

    Order: components summed; newcomer, ramp, founding, cap on the rise; personal adjustments; the part of the year; VAT taken
    out; what an earlier membership has paid for the same term.
    Raises: CannotPrice.
    """
    if facts.is_free:
        return Price(None, 0, 1, 1, 0, 0, (), ({"rule": "free"},))
    parts = [part_of(component, facts) for component in schedule.components if not component.kinds or facts.type_code in component.kinds]
    if not parts:
        raise CannotPrice(NOT_APPLICABLE, type=facts.type_code or "?")
    steps: Steps = [part.step for part in parts]
    gross = sum(part.amount_minor for part in parts)
    year = _personal(facts, _ruled(schedule, facts, parts, gross, steps), steps)
    part = proration.part(schedule, facts.joined_on, facts.term_start, facts.term_end)
    net = _paid_before(facts, _vat_out(schedule, _of_year(schedule, year, part, steps), steps), steps)
    return Price(
        band_id=next((each.band.id for each in parts if each.band), None),
        gross_minor=_without_vat(schedule, gross),
        factor_numerator=part.numerator,
        factor_denominator=part.denominator,
        net_minor=net,
        hours=sum(each.hours for each in parts),
        lines=_lines(schedule, parts, net),
        steps=tuple(steps),
    )


def _ruled(schedule: Schedule, facts: Facts, parts: list[Part], gross: int, steps: Steps) -> int:
    """Apply what the schedule itself grants, in the fixed order of kinds."""
    amount, facts = gross, replace(facts, last_net_minor=_with_vat(schedule, facts.last_net_minor))  # the cap compares like with like
    for rule in sorted(schedule.fee_rules, key=lambda rule: ORDER.index(rule.kind)):
        if not adjustments.holds(rule.parameters, facts):
            continue
        after = max(0, _RULES[rule.kind](rule, facts, parts, amount))
        if after != amount:
            year = {"year": facts.membership_year} if rule.kind in (NEWCOMER, RAMP) else {}
            last = {"last_minor": facts.last_net_minor} if rule.kind == CAP_RISE else {}
            steps.append({"rule": rule.kind, "label": dict(rule.label), "before_minor": amount, "after_minor": after, **year, **last})
        amount = after
    return amount


def _by_year(rule: FeeRule, facts: Facts, parts: list[Part], amount: int) -> int:
    """Take the discount of this membership year, or the amount stored for it and the category."""
    by_band = rule.parameters.get("amounts_minor", {})
    band = next((part for part in parts if part.band and str(part.band.position) in by_band), None)
    if band and band.band:
        stored = adjustments.of_year(by_band[str(band.band.position)], facts.membership_year)
        return amount if stored is None else amount - band.amount_minor + stored
    percent = adjustments.of_year(rule.parameters.get("percents_bp", []), facts.membership_year)
    return amount if percent is None else adjustments.discounted(amount, percent)


def _founding(rule: FeeRule, facts: Facts, _parts: list[Part], amount: int) -> int:
    if not facts.is_founding:
        return amount
    if "fixed_minor" in rule.parameters:
        return int(rule.parameters["fixed_minor"])
    return adjustments.discounted(amount, rule.parameters.get("percent_bp", 0))


def _cap_rise(rule: FeeRule, facts: Facts, _parts: list[Part], amount: int) -> int:
    return adjustments.capped(amount, facts.last_net_minor, rule.parameters)


_RULES = {NEWCOMER: _by_year, RAMP: _by_year, FOUNDING: _founding, CAP_RISE: _cap_rise}


def _personal(facts: Facts, amount: int, steps: Steps) -> int:
    for each in facts.adjustments:
        after = amount
        if each.fixed_minor is not None:
            after = each.fixed_minor
        elif each.amount_minor is not None:
            after = amount + each.amount_minor
        elif each.percent_bp is not None:
            after = amount + round_half_up(Fraction(amount * each.percent_bp, WHOLE_BP))
        after = max(0, after)
        steps.append(
            {"rule": "personal", "reason": each.reason, "approved_by": each.approved_by, "before_minor": amount, "after_minor": after}
        )
        amount = after
    return amount


def _of_year(schedule: Schedule, year: int, part: proration.Part, steps: Steps) -> int:
    net = round_half_up(Fraction(year * part.numerator, part.denominator))
    if part.numerator != part.denominator:
        said = {"numerator": part.numerator, "denominator": part.denominator, "from": part.from_on.isoformat()}
        steps.append({"rule": "proration", "way": schedule.proration, **said, "before_minor": year, "after_minor": net})
    return net


def _without_vat(schedule: Schedule, amount: int) -> int:
    if not schedule.is_vat_included:
        return amount
    return round_half_up(Fraction(amount * WHOLE_BP, WHOLE_BP + schedule.vat_rate_bp))


def _with_vat(schedule: Schedule, amount: int | None) -> int | None:
    if amount is None or not schedule.is_vat_included:
        return amount
    return round_half_up(Fraction(amount * (WHOLE_BP + schedule.vat_rate_bp), WHOLE_BP))


def _vat_out(schedule: Schedule, amount: int, steps: Steps) -> int:
    """Take the VAT out of an amount that includes it."""
    net = _without_vat(schedule, amount)
    if schedule.is_vat_included and schedule.vat_rate_bp:
        steps.append({"rule": "vat_out", "rate_bp": schedule.vat_rate_bp, "before_minor": amount, "after_minor": net})
    return net


def _paid_before(facts: Facts, net: int, steps: Steps) -> int:
    """A year that was paid counts once for who joins again; nothing is paid back."""
    after = max(0, net - facts.paid_before_minor)
    if after != net:
        steps.append({"rule": "paid_before", "paid_minor": facts.paid_before_minor, "before_minor": net, "after_minor": after})
    return after


def _lines(schedule: Schedule, parts: list[Part], net: int) -> tuple[dict[str, Any], ...]:
    """Spread the fee over the components by what each asks for; all on the first where none asks for money."""
    paid = [part for part in parts if part.amount_minor > 0] or [next((part for part in parts if part.component.method != HOURS), parts[0])]
    nets = share(net, [part.amount_minor or 1 for part in paid])
    return tuple(
        {
            "component": part.component.code,
            "product_id": part.component.parameters.get("product_id", schedule.product_id),
            "label": dict(part.component.label),
            "net_minor": amount,
        }
        for part, amount in zip(paid, nets, strict=True)
    )
