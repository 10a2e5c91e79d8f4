"""Price each distinct case of facts once, and keep how it came about."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from klynge.membership.models import Assessment, DuesRun, Term
from klynge.membership.rules.errors import CannotPrice
from klynge.membership.rules.facts import Facts, Personal, normalised
from klynge.membership.rules.pricing import Price, price
from klynge.membership.rules.proration import also_next_year
from klynge.membership.rules.schedule import Schedule

from .dues_facts import Priced
from .explaining import words

SIZED = {"max_size", "min_size"}
JOINED = {"joined_before", "joined_from", "age_on"}


@dataclass(frozen=True, slots=True)
class NextYear:
    """The year that late joiners pay together with this one, and what it costs then."""

    term: Term
    schedule: Schedule


def needs(*schedules: Schedule) -> dict[str, Any]:
    """Return which facts the schedules ask for, as parameters of the statement that gathers them.

    Facts that nothing asks for stay out, so that as many members as possible share one case.
    """
    rules = [rule for schedule in schedules for rule in schedule.fee_rules]
    components = [component for schedule in schedules for component in schedule.components]
    predicates = [rule.parameters for rule in rules]
    predicates += [band.predicate for component in components for band in component.bands if band.predicate]
    used = {key for predicate in predicates for key in predicate}
    kinds = {rule.kind for rule in rules}
    metrics = [metric for component in components for metric in component.asked_metrics]
    metrics += [predicate.get("metric", "headcount") for predicate in predicates if SIZED & set(predicate)]
    return {
        "metrics": list(dict.fromkeys(metrics)),
        "main_metric": metrics[0] if metrics else "headcount",
        "asks_year": bool(kinds & {"newcomer", "ramp"}) or "max_membership_year" in used,
        "asks_joined": bool(used & JOINED),
        "asks_legal_form": "legal_forms" in used,
        "asks_founded": "max_age_years" in used,
        "asks_parent": "no_foreign_parent" in used,
        "asks_founding": "founding" in kinds,
        "asks_last": "cap_rise" in kinds,
        "counts_once": schedules[0].rejoining == "difference",
    }


def assess(run: DuesRun, schedule: Schedule, cases: Iterable[tuple[str, str]], *, next_year: NextYear | None = None) -> list[Priced]:
    """Price the cases of (key, facts as JSON), write their assessments, and return what each comes to."""
    now, then = _Cases(schedule), _Cases(next_year.schedule if next_year else schedule)
    found = []
    for key, text in cases:
        row = json.loads(text)
        later = None if row.get("waits_for_next") else next_year
        found.append((key, *_owed(facts_from(row, run.term), now, then, later)))
    ids, next_ids = (write_assessments(each.schedule.id or run.schedule_id, each.schedule, each.wanted) for each in (now, then))
    return [
        Priced(
            case_key=key,
            assessment_id=ids.get(this),
            next_assessment_id=next_ids.get(following),
            net_minor=sum(each.wanted[one][1].net_minor for each, one in ((now, this), (then, following)) if one),
            problem=problem,
        )
        for key, this, following, problem in found
    ]


class _Cases:
    """The cases that one schedule has priced, by fingerprint."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self.wanted: dict[str, tuple[Facts, Price]] = {}

    def price(self, facts: Facts) -> str:
        """Price the facts unless that is done; return their fingerprint. Raises: CannotPrice."""
        one = normalised(self.schedule, facts)
        fingerprint = one.fingerprint()
        if fingerprint not in self.wanted:
            self.wanted[fingerprint] = (one, price(self.schedule, one))
        return fingerprint


def _owed(facts: Facts, now: _Cases, then: _Cases, next_year: NextYear | None) -> tuple[str, str, str]:
    """Return the fingerprints of what is owed for this year, and for the next one if that is paid at once; or the problem."""
    try:
        this = now.price(facts)
        if next_year and also_next_year(now.schedule, facts.joined_on, facts.term_start, facts.term_end):
            return this, then.price(_in_next(facts, next_year.term)), ""
    except CannotPrice as problem:
        return "", "", problem.code
    return this, "", ""


def _in_next(facts: Facts, term: Term) -> Facts:
    return replace(
        facts,
        term_start=term.during.lower,
        term_end=term.during.upper,
        membership_year=facts.membership_year + 1,
        last_net_minor=None,
        paid_before_minor=0,
    )


def write_assessments(schedule_id: int, schedule: Schedule, wanted: dict[str, tuple[Facts, Price]]) -> dict[str, int]:
    """Write the assessments that are not there yet; return the ids of all by fingerprint."""
    rows = [_assessment(schedule_id, schedule.currency, fingerprint, facts, fee) for fingerprint, (facts, fee) in wanted.items()]
    Assessment.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2_000)
    ids: dict[str, int] = {}
    for some in _chunks(list(wanted), 5_000):
        ids |= dict(Assessment.objects.filter(schedule_id=schedule_id, fingerprint__in=some).values_list("fingerprint", "id"))
    return ids


def _chunks(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _assessment(schedule_id: int, currency: str, fingerprint: str, facts: Facts, fee: Price) -> Assessment:
    return Assessment(
        schedule_id=schedule_id,
        fingerprint=fingerprint,
        facts=facts.plain(),
        band_id=fee.band_id,
        gross_minor=fee.gross_minor,
        factor_numerator=fee.factor_numerator,
        factor_denominator=fee.factor_denominator,
        net_minor=fee.net_minor,
        hours=fee.hours,
        lines=list(fee.lines),
        steps=list(fee.steps),
        words={language: words(fee.steps, language, currency=currency) for language in ("da", "en")},
    )


def facts_from(row: dict[str, Any], term: Term) -> Facts:
    """Read the facts that the gathering statement has put together."""
    days = {name: date.fromisoformat(row[name]) if row.get(name) else None for name in ("joined_on", "founded_on")}
    return Facts(
        term_start=term.during.lower,
        term_end=term.during.upper,
        type_code=row.get("type", ""),
        sizes=tuple((metric, low, high) for metric, low, high in row.get("sizes", ())),
        membership_year=row.get("membership_year", 1),
        legal_form=row.get("legal_form", ""),
        has_foreign_parent=row.get("has_foreign_parent", False),
        is_founding=row.get("is_founding", False),
        is_free=row.get("is_free", False),
        last_net_minor=row.get("last_net_minor"),
        paid_before_minor=row.get("paid_before_minor", 0),
        adjustments=tuple(Personal(**each) for each in row.get("adjustments", ())),
        **days,
    )
