"""What membership costs somebody who asks: the same engine as the dues run, for an imagined member and for a real one's next year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from klynge.access.models import Cluster
from klynge.billing.models import FeeStatus, Product, VatTreatment
from klynge.billing.queries import fee_status_on
from klynge.billing.rules.vat import totals
from klynge.core.clock import add_months, year_start
from klynge.directory.models import Organisation
from klynge.directory.queries.sizes import declared_sizes
from klynge.membership.models import FeeSchedule, Membership, MembershipPeriod
from klynge.membership.rules.errors import CannotPrice
from klynge.membership.rules.facts import Facts, Personal
from klynge.membership.rules.pricing import Price, price
from klynge.membership.rules.proration import also_next_year
from klynge.membership.rules.schedule import UNITS, Schedule
from klynge.membership.rules.terms import term_label

from .explaining import problem_words, words
from .memberships import type_on
from .schedules import load_schedule, member_facts, schedule_in_force

Interval = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Fee:
    """A membership year's fee in minor units, with the VAT it is invoiced with and the reasons in the reader's language."""

    term: str  # "2027"
    first_on: date
    last_on: date
    net_minor: int
    vat_minor: int
    currency: str
    hours: int
    band: dict[str, str]  # the category's name; empty where there is none
    is_assumption: bool
    is_part_of_year: bool
    why: list[str]

    @property
    def total_minor(self) -> int:
        """VAT included."""
        return self.net_minor + self.vat_minor


@dataclass(frozen=True, slots=True)
class Offer:
    """What joining on a day costs: the year of joining, and the full years after it."""

    first: Fee | None
    next: Fee | None
    pays_next_at_once: bool
    problem: str = ""  # why no price can be said, in a sentence


def offer(cluster: Cluster, *, employees: int, joined_on: date, language: str, type_code: str = "ordinary") -> Offer:
    """Price an imagined member who joins on the day, for that membership year and the one after."""
    first_on, next_on = _years(cluster, joined_on)
    try:
        first = _asked(cluster, employees, joined_on, first_on, type_code, language) if _is_charged(cluster, joined_on) else None
        following = _asked(cluster, employees, joined_on, next_on, type_code, language) if _is_charged(cluster, next_on) else None
    except CannotPrice as problem:
        return Offer(None, None, pays_next_at_once=False, problem=problem_words(problem, language))
    schedule = schedule_in_force(cluster, on=first_on)
    at_once = schedule is not None and first is not None and also_next_year(load_schedule(schedule), joined_on, first_on, next_on)
    return Offer(first, following, pays_next_at_once=at_once)


def next_fee(membership: Membership, *, size: Interval | None, on: date, language: str) -> tuple[Fee | None, str]:
    """Return what the membership year after ``on`` will cost the member at a number of employees, and else a sentence why that can't be said.

    ``size`` is (least, most or None when open above); without one, and for other measures, the latest declarations count.
    """
    cluster = membership.cluster
    _this, next_on = _years(cluster, on)
    schedule = schedule_in_force(cluster, on=next_on)
    if schedule is None or not _is_charged(cluster, next_on):
        return None, ""
    plain, facts = _facts_of(membership, schedule, (on, next_on), size)
    try:
        return _fee(plain, facts, price(plain, facts), language), ""
    except CannotPrice as problem:
        return None, problem_words(problem, language)


def _years(cluster: Cluster, day: date) -> tuple[date, date]:
    first = year_start(day, cluster.membership_year_month)
    return first, add_months(first, 12)


def _is_charged(cluster: Cluster, day: date) -> bool:
    return fee_status_on(cluster, day) == FeeStatus.INTRODUCED


def _asked(cluster: Cluster, employees: int, joined_on: date, term_on: date, type_code: str, language: str) -> Fee | None:
    schedule = schedule_in_force(cluster, on=term_on)
    if schedule is None:
        return None
    plain = load_schedule(schedule)
    facts = replace(member_facts(plain, cluster, on=term_on, size=employees, joined_on=joined_on, type_code=type_code), founded_on=None)
    return _fee(plain, facts, price(plain, facts), language)


def _facts_of(membership: Membership, schedule: FeeSchedule, days: tuple[date, date], size: Interval | None) -> tuple[Schedule, Facts]:
    plain, organisation, joined = load_schedule(schedule), membership.organisation, membership.during.lower
    on, term_on = days
    kind = type_on(membership, term_on)
    facts = member_facts(plain, membership.cluster, on=term_on, size=0, joined_on=joined, type_code=kind.code)
    last = MembershipPeriod.objects.filter(membership=membership, freed_at__isnull=True, term__during__contains=term_on - timedelta(days=1))
    period = last.select_related("assessment").first()
    adjusted = membership.adjustments.filter(withdrawn_at__isnull=True, during__contains=max(term_on, joined)).order_by("pk")
    return plain, replace(
        facts,
        sizes=_sizes(plain, organisation, size, on),
        is_free=kind.is_free,
        legal_form=organisation.legal_form,
        founded_on=organisation.founded_on,
        has_foreign_parent=organisation.has_foreign_parent,
        is_founding=membership.is_founding,
        last_net_minor=_year_minor(period),
        adjustments=tuple(
            Personal(each.percent_bp, each.amount_minor, each.fixed_minor, each.reason, each.approved_by) for each in adjusted
        ),
    )


def _sizes(plain: Schedule, organisation: Organisation, size: Interval | None, on: date) -> tuple[tuple[str, int, int | None], ...]:
    """Return the asked size for measures of people, and for the rest what was declared last; the confirmed before the unconfirmed."""
    found: dict[str, tuple[str, int, int | None]] = {}
    for each in declared_sizes(organisation.pk, metrics=plain.metrics, on=on):
        found.setdefault(each.metric, (each.metric, each.low, each.high))
    if size:
        for metric in {"headcount", "fte"} & set(plain.metrics):
            unit, (low, high) = UNITS.get(metric, 1), size
            found[metric] = (metric, low * unit, None if high is None else high * unit)
    return tuple(found.values())


def _year_minor(period: MembershipPeriod | None) -> int | None:
    """Return the last fee as of a whole year: what a cap on the rise compares with."""
    if period is None:
        return None
    assessment = period.assessment
    if assessment.factor_numerator < assessment.factor_denominator:
        return int(assessment.gross_minor)
    before = (step["before_minor"] for step in assessment.steps if step["rule"] == "paid_before")
    return int(next(before, assessment.net_minor))


def _fee(plain: Schedule, facts: Facts, found: Price, language: str) -> Fee:
    products = {product.pk: product for product in Product.objects.filter(pk__in={line["product_id"] for line in found.lines} - {None})}
    taxed = []
    for line in found.lines:
        product = products.get(line["product_id"])
        treatment, rate = (product.vat_treatment, product.vat_rate_bp) if product else (VatTreatment.STANDARD, plain.vat_rate_bp)
        taxed.append((treatment, rate, line["net_minor"]))
    bands = {band.id: band for component in plain.components for band in component.bands}
    band = bands.get(found.band_id)
    return Fee(
        term=term_label(facts.term_start),
        first_on=max(facts.term_start, facts.joined_on or facts.term_start),
        last_on=facts.term_end - timedelta(days=1),
        net_minor=found.net_minor,
        vat_minor=totals(taxed).vat_minor,
        currency=plain.currency,
        hours=found.hours,
        band=dict(band.label) if band else {},
        is_assumption=bool(band and band.is_assumption),
        is_part_of_year=found.factor_numerator != found.factor_denominator,
        why=words(found.steps, language, currency=plain.currency),
    )
