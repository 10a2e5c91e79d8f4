"""Schedules and facts for the rules' tests; the facts of real schedules are carried over with their source."""

from datetime import date, timedelta

from hypothesis import strategies as st

from klynge.membership.rules.facts import Facts, Personal
from klynge.membership.rules.schedule import Band, Component, FeeRule, Schedule, Step

TERM = {"term_start": date(2027, 1, 1), "term_end": date(2028, 1, 1)}
A1_STEPS = [(0, 2, 1_000), (2, 5, 1_500), (5, 10, 2_500), (10, 20, 4_000), (20, 50, 6_500), (50, 100, 10_000), (100, 200, 16_000)]


def bands(*steps, **extra):
    """Make categories from (low, high, whole kroner)."""
    return tuple(
        Band(position, low, high, kroner * 100, {"en": f"{low}+" if high is None else f"{low}-{high - 1}"}, **extra)
        for position, (low, high, kroner) in enumerate(steps, 1)
    )


def by_size(*steps, metric="headcount", **schedule):
    """Make a schedule of one component by size."""
    component = Component("size", "band", {"en": "Dues", "da": "Kontingent"}, metrics=(metric,), bands=bands(*steps))
    return Schedule(components=(component,), product_id=7, **schedule)


A1 = by_size(*A1_STEPS, (200, None, 25_000), code="ordinary")


def facts(employees=None, **more):
    """Make facts for 2027; a number is an exact headcount, a pair an interval."""
    if employees is not None:
        low, high = employees if isinstance(employees, tuple) else (employees, employees)
        more["sizes"] = (*more.get("sizes", ()), ("headcount", low, high))
    return Facts(**{**TERM, **more})


def part(code, method, kinds=(), metrics=(), band_steps=(), **parameters):
    """Make a component."""
    return Component(code, method, {"en": code}, kinds, metrics, parameters=parameters, bands=bands(*band_steps))


_days = st.dates(date(2015, 1, 1), date(2027, 12, 31))
_predicates = st.fixed_dictionaries(
    {},
    optional={
        "max_size": st.integers(0, 50), "max_age_years": st.integers(1, 12), "age_by": st.sampled_from(["exact", "calendar"]),
        "age_on": st.sampled_from(["term", "joined"]), "no_foreign_parent": st.booleans(), "legal_forms": st.just(["aps", "ivs"]),
        "kinds": st.just(["core"]), "max_membership_year": st.integers(1, 4), "joined_before": _days.map(date.isoformat),
        "joined_from": _days.map(date.isoformat),
    },
)  # fmt: skip


@st.composite
def scales(draw):
    """Draw a valid scale: from zero, without gaps, never falling."""
    bounds = sorted(draw(st.sets(st.integers(1, 999_999), max_size=11)))
    amounts = sorted(draw(st.lists(st.integers(0, 90_000), min_size=len(bounds) + 1, max_size=len(bounds) + 1)))
    return list(zip([0, *bounds], [*bounds, None], amounts, strict=True))


@st.composite
def fee_rules(draw):
    """Draw any fee rule with any predicates."""
    kind = draw(st.sampled_from(["newcomer", "ramp", "founding", "cap_rise"]))
    own = {
        "newcomer": {"percents_bp": draw(st.lists(st.integers(0, 10_000), max_size=3))},
        "ramp": {"amounts_minor": {"1": draw(st.lists(st.integers(0, 100_000), max_size=3))}, "percents_bp": [7_000, 4_000]},
        "founding": {"percent_bp": 5_000},
        "cap_rise": {"max_percent_bp": draw(st.integers(0, 2_000))},
    }[kind]
    return FeeRule(kind, {"en": kind}, own | draw(_predicates))


@st.composite
def schedules(draw):
    """Draw a schedule with two parts, rules and a proration."""
    first = by_size(*draw(scales())).components[0]
    second = part("extra", "flat", kinds=draw(st.sampled_from([(), ("core",)])), amount_minor=draw(st.integers(0, 50_000)))
    steps = draw(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 31)), max_size=5, unique=True))
    return Schedule(
        components=(first, second),
        fee_rules=tuple(draw(st.lists(fee_rules(), max_size=3))),
        proration=draw(st.sampled_from(["none", "month", "quarter", "half", "steps"])),
        proration_steps=tuple(Step(month, day, 4 - index % 5, 4) for index, (month, day) in enumerate(sorted(steps))),
        bills_next_year_from=draw(st.sampled_from(["", "11-15", "02-29"])),
        is_vat_included=draw(st.booleans()),
    )


@st.composite
def members(draw):
    """Draw the facts of any member, in any membership year."""
    start = draw(st.sampled_from([date(2027, 1, 1), date(2026, 9, 1), date(2024, 2, 1)]))
    joined = st.none() | st.dates(date(2015, 1, 1), start.replace(year=start.year + 1) - timedelta(days=1))
    low = draw(st.integers(0, 1_000))
    return Facts(
        start, start.replace(year=start.year + 1), draw(st.sampled_from(["ordinary", "core"])),
        draw(st.permutations([("headcount", low, low + draw(st.sampled_from([0, 0, 3]))), ("turnover", 5, None)]).map(tuple)),
        draw(joined), draw(st.integers(1, 6)), draw(st.sampled_from(["", "ApS", "A/S"])), draw(st.none() | _days),
        draw(st.booleans()), draw(st.booleans()), draw(st.sampled_from([False] * 9 + [True])), draw(st.none() | st.integers(0, 10**7)),
        tuple(draw(st.lists(st.builds(Personal, percent_bp=st.integers(-10_000, 0), reason=st.just("x"), approved_by=st.just("y")), max_size=1))),
    )  # fmt: skip
