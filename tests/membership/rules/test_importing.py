"""A file of published schedules becomes rules, and what can't be read is named by row and column."""

from klynge.membership.rules.importing import read_rows, rows_of
from klynge.membership.rules.validating import findings
from tests.membership.schedule_files import FILE, HEADINGS

found, faults = read_rows(rows_of(FILE))
loaded = {each.code: each for each in found}


def spans(code):
    [component] = loaded[code].schedule.components
    return [(band.low, band.high, band.amount_minor) for band in component.bands]


def where(code):
    return [(each.code, each.where) for each in findings(loaded[code].schedule)]


def test_the_known_errors_are_reported_exactly_where_they_are():
    assert faults == []
    assert where("horsens") == [("not_from_zero", (0, 0)), ("overlap", (50, 50))]
    assert where("made_research") == [("gap", (250, 250))]
    assert where("aiw") == [("gap", (1_000, 1_000))]
    assert where("labtech") == [("overlap", (1_000_000, 1_000_000))]
    assert [each.parameters["expected_minor"] for each in findings(loaded["eic"].schedule)] == [6_875_00]


def test_bounds_become_half_open_in_the_units_that_are_declared():
    assert spans("horsens")[-1] == (50, None, 6_840_00)
    assert spans("aiw") == [(0, 1_000_00, 3_500_00), (1_001_00, None, 4_200_00)]
    assert spans("cfl") == [(0, 10_000_000, 15_800_00), (10_000_000, None, 23_900_00)]


def test_steps_that_are_assumed_are_marked_and_the_published_ones_are_not():
    [component] = loaded["assumed"].schedule.components
    assert [band.is_assumption for band in component.bands] == [False, True, False]
    assert loaded["assumed"].assumption["en"].startswith("assumption")


def test_categories_without_sizes_are_for_those_they_name():
    [component] = loaded["aabenraa"].schedule.components
    young, association = {"max_age_years": 3, "age_by": "calendar"}, {"kinds": ["foreninger-ej-erhver"]}
    assert [band.predicate for band in component.bands] == [young, {}, association]


def test_flat_fees_fees_for_groups_and_hours_are_told_apart():
    [flat], [hours], [group] = (loaded[code].schedule.components for code in ("private", "hours", "group"))
    assert (flat.method, flat.parameters, loaded["private"].schedule.is_vat_included) == ("flat", {"amount_minor": 981_00}, True)
    assert (hours.method, [(band.low, band.high, band.hours) for band in hours.bands]) == ("hours", [(0, 100, 10), (100, 400, 10)])
    assert (group.method, loaded["hours"].schedule.currency) == ("per_group", "NOK")


def test_a_schedule_in_two_currencies_is_found():
    mixed = [*FILE.splitlines()[:2], "horsens,BusinessHorsens,DK,company,headcount,2,6+,6,,99,,EUR,excl.,,high"]
    [schedule] = read_rows(rows_of("\n".join(mixed)))[0]
    assert "currency" in [each.code for each in findings(schedule.schedule)]


def test_what_can_not_be_read_is_named_by_row_and_column():
    bad = f"{HEADINGS}\n,X,DK,,headcount,1,,5,3,-4,,KR,,,\nx,X,DK,,headcount,1,,a,,zz,,DKK,,,\n"
    assert [(fault.row, fault.column) for fault in read_rows(rows_of(bad))[1]] == [
        (2, "schedule_id"), (2, "max_incl"), (2, "amount"), (2, "currency"), (3, "min_incl"), (3, "amount"),
    ]  # fmt: skip
    assert [fault.column for fault in read_rows([{"schedule_id": "x"}])[1]] == [
        "organisation",
        "basis",
        "min_incl",
        "max_incl",
        "amount",
        "currency",
    ]
    assert [fault.sentence for fault in read_rows([])[1]] == ["the file has no rows"]


def test_semicolons_and_a_byte_order_mark_are_read_alike():
    other = "\ufeff" + "\n".join(line.replace(",", ";") for line in FILE.splitlines()[:3])
    assert read_rows(rows_of(other)) == read_rows(rows_of("\n".join(FILE.splitlines()[:3])))
