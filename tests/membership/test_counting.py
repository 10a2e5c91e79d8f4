"""Members on any day, and who came and went: recounted in plain Python from the same rows."""

import random
from datetime import date, timedelta

import pytest
from django_scopes import scope

from klynge.core.ranges import span
from klynge.directory.models import Municipality, Organisation
from klynge.membership.actions import change_membership_type, issue_dues_batch, open_term, plan_dues, release_dues_run, resign_membership
from klynge.membership.models import Membership, MembershipType
from klynge.membership.queries.counting import Group, Movement, Quality, counted_by, history, members_on, movements, quality
from tests import factories

DAY = timedelta(1)


@pytest.fixture(autouse=True)
def _in_scope(world):
    with scope(cluster=world.nordlys):
        yield


@pytest.fixture
def crowd(world):
    """Forty memberships with chance dates, some of one day, some that end with a year, some who came back."""
    chance, spans = random.Random(7), [(date(2020, 1, 1), None)]  # the first is Fjord's
    for number in range(40):
        company = factories.company(world.nordlys, f"M{number} ApS")
        start = date(2018, 1, 1) + DAY * chance.randrange(1400)
        end = chance.choice([None, start + DAY, date(start.year + 1, 1, 1), start + DAY * chance.randrange(2, 900)])
        spans.append((start, end))
        if end and chance.random() < 0.5:
            spans.append((end + DAY * 40, None))
        for lower, upper in spans[-2:] if spans[-1][0] > start else spans[-1:]:
            Membership.objects.create(
                cluster=world.nordlys, organisation=company, type=world.ordinary, member_no=number + 2, during=span(lower, upper)
            )
    return spans


def test_the_members_of_any_day_are_those_whose_span_holds_it(world, crowd):
    for number in range(0, 2400, 61):
        day = date(2017, 12, 1) + DAY * number
        assert members_on(world.nordlys, day) == sum(lower <= day and (upper is None or day < upper) for lower, upper in crowd)


@pytest.mark.parametrize("months", [1, 3, 12])
def test_who_came_and_went_adds_up_to_who_is_there(world, crowd, months):
    rows = movements(world.nordlys, from_on=date(2018, 1, 1), until_on=date(2024, 1, 1), months=months)
    assert len(rows) == 72 // months
    members = 0
    for row in rows:
        joined = sum(row.starts_on <= lower < row.ends_on for lower, _upper in crowd)
        left = sum(upper is not None and row.starts_on < upper <= row.ends_on for _lower, upper in crowd)
        members += joined - left
        assert row == Movement(row.starts_on, row.ends_on, joined, left, members) and row.net == joined - left
        new_today = sum(lower == row.ends_on for lower, _upper in crowd)
        assert members == members_on(world.nordlys, row.ends_on) - new_today


def test_history_goes_by_the_membership_year_and_starts_from_who_was_there_before(world, crowd):
    calendar = history(world.nordlys, from_year=2020, to_year=2021)
    assert [row.starts_on for row in calendar] == [date(2020, 1, 1), date(2021, 1, 1)]
    assert calendar == movements(world.nordlys, from_on=date(2018, 1, 1), until_on=date(2022, 1, 1))[2:]
    world.nordlys.membership_year_month = 9
    assert [row.starts_on for row in history(world.nordlys, from_year=2020, to_year=2020)] == [date(2020, 9, 1)]


def test_a_later_change_does_not_move_the_past(world, crowd):
    before = history(world.nordlys, from_year=2018, to_year=2026)
    resign_membership(world.fjord_membership, received_on=world.today, actor=world.astrid, at=world.noon)
    assert history(world.nordlys, from_year=2018, to_year=2026) == before
    assert history(world.nordlys, from_year=2027, to_year=2027)[0].left == 1


def test_who_ends_with_the_year_leaves_in_that_year(world):
    resign_membership(world.fjord_membership, received_on=date(2026, 9, 30), actor=world.astrid, at=world.noon)
    rows = history(world.nordlys, from_year=2026, to_year=2027)
    assert [(row.left, row.members) for row in rows] == [(1, 0), (0, 0)]


def test_groups_of_any_kind_add_up_to_all(world, crowd):
    Municipality.objects.get_or_create(code="0851", defaults={"name": "Aalborg"})
    Organisation.objects.filter(name__startswith="M1").update(kind="knowledge", municipality="0851")
    day, since = date(2021, 6, 30), date(2021, 1, 1)
    (whole,) = movements(world.nordlys, from_on=since, until_on=day + DAY, months=6)
    for by in ("type", "category", "kind", "municipality"):
        groups = counted_by(world.nordlys, by, on_day=day, from_on=since)
        assert sum(group.joined for group in groups) == whole.joined and sum(group.left for group in groups) == whole.left
        assert sum(group.members for group in groups) == members_on(world.nordlys, day)
    assert [(group.key, group.name) for group in counted_by(world.nordlys, "municipality", on_day=day)] == [("0851", "Aalborg"), (None, "")]


def test_type_and_category_are_those_of_the_day(world):
    factories.a1_schedule(world.nordlys, world.dues)
    factories.size(world.fjord, 35)
    run = plan_dues(world.term, as_of=world.today, issue_on=world.today, actor=world.astrid, at=world.noon)
    release_dues_run(run, actor=world.frida, at=world.noon)
    issue_dues_batch(run, actor=world.frida, at=world.noon)
    core = MembershipType.objects.create(cluster=world.nordlys, code="core", name={"en": "Core member"})
    later = open_term(world.nordlys, starts_on=date(2028, 1, 1), actor=world.astrid, at=world.noon)
    change_membership_type(world.fjord_membership, type=core, from_term=later, actor=world.astrid, at=world.noon)
    band = {"da": "20-49 ansatte", "en": "20-49 employees"}
    assert counted_by(world.nordlys, "category", on_day=world.today) == [Group("005", band, 1, 0, 0)]
    assert counted_by(world.nordlys, "category", on_day=date(2026, 12, 31)) == [Group(None, "", 1, 0, 0)]
    types = [counted_by(world.nordlys, "type", on_day=day)[0].key for day in (date(2027, 12, 31), date(2028, 1, 1))]
    assert types == ["ordinary", "core"]


def test_beside_the_number_stands_how_well_the_members_are_known(world):
    factories.member(world.nordlys, world.ordinary, "Known ApS", 3)
    unknown = factories.member(world.nordlys, world.ordinary, "Unknown ApS", None)
    factories.size(unknown.organisation, 5, is_confirmed=False)
    unknown.organisation.contact_roles.all().delete()
    assert quality(world.nordlys, world.today) == Quality(members=3, with_confirmed_size=1, with_billing_contact=2)


def test_another_cluster_does_not_count(world, crowd):
    with scope(cluster=world.havblik):
        assert members_on(world.havblik, world.today) == 0 and counted_by(world.havblik, "kind", on_day=world.today) == []
