"""Another type, another fee, a new term: all for terms to come."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import close_old_connections, connection
from django_scopes import scope

from klynge.core.errors import Conflict, Invalid, Refused
from klynge.core.ranges import span
from klynge.directory.actions import declare_size
from klynge.directory.models import Person
from klynge.membership.actions import (
    adjust_fee,
    change_membership_type,
    exclude_member,
    issue_dues_batch,
    open_term,
    plan_dues,
    release_dues_run,
    withdraw_adjustment,
)  # fmt: skip
from klynge.membership.errors import TermClosed
from klynge.membership.models import DuesLine, MembershipType, MembershipTypeChange, PersonalAdjustment, Term, TermClosing
from klynge.membership.queries.memberships import type_on, with_type
from tests import factories
from tests.world import build


@pytest.fixture(autouse=True)
def _in_scope(request):
    if "world" not in request.fixturenames:
        yield
        return
    with scope(cluster=request.getfixturevalue("world").nordlys):
        yield


@pytest.fixture
def core(world):
    return MembershipType.objects.create(cluster=world.nordlys, code="core", name={"en": "Core member"}, is_free=True)


@pytest.fixture
def next_term(world):
    return open_term(world.nordlys, starts_on=date(2028, 1, 1), actor=world.astrid, at=world.noon)


def change(world, type, term, **facts):
    return change_membership_type(world.fjord_membership, type=type, from_term=term, **{"actor": world.astrid, "at": world.noon} | facts)


def adjust(world, **facts):
    facts = {"reason": "Hardship", "from_on": date(2027, 1, 1), "actor": world.frida, "at": world.noon} | facts
    return adjust_fee(world.fjord_membership, **facts)


def line(world, term):
    run = plan_dues(term, as_of=world.today, issue_on=max(term.during.lower, world.today), actor=world.astrid, at=world.noon)
    return run, DuesLine.objects.get(run=run)


def test_a_term_is_a_whole_year_and_opened_once(world, next_term):
    assert (next_term.label, next_term.during) == ("2028", span(date(2028, 1, 1), date(2029, 1, 1)))
    with pytest.raises(Conflict, match="2028 has some of these days"):
        open_term(world.nordlys, starts_on=date(2028, 1, 1), actor=world.astrid, at=world.noon)
    for day in (date(2029, 2, 1), date(2029, 1, 2)):
        with pytest.raises(Invalid, match="start on the first of month 1"):
            open_term(world.nordlys, starts_on=day, actor=world.astrid, at=world.noon)
    with pytest.raises(Refused):
        open_term(world.nordlys, starts_on=date(2029, 1, 1), actor=world.dorte, at=world.noon)


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_open_a_term_at_once_one_is_told_so(transactional_db):
    stage = build()

    def try_to_open(_):
        close_old_connections()
        try:
            with scope(cluster=stage.nordlys):
                return open_term(stage.nordlys, starts_on=date(2028, 1, 1), actor=stage.astrid, at=stage.noon).label
        except Conflict:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(try_to_open, range(4)), key=str) == ["2028", None, None, None]


def test_a_membership_year_may_run_over_new_year(world):
    world.havblik.membership_year_month = 9
    with scope(cluster=world.havblik):
        term = open_term(world.havblik, starts_on=date(2026, 9, 1), actor=world.dorte, at=world.noon)
        assert (term.label, term.during) == ("2026/27", span(date(2026, 9, 1), date(2027, 9, 1)))


def test_a_type_changes_with_the_next_term_and_the_dues_follow(world, core, next_term):
    factories.a1_schedule(world.nordlys, world.dues)
    factories.size(world.fjord, 35)
    change(world, core, next_term)
    member = world.fjord_membership
    assert [type_on(member, day).code for day in (date(2027, 12, 31), date(2028, 1, 1))] == ["ordinary", "core"]
    assert with_type(type(member).objects.all(), date(2028, 1, 1)).get().type_on_day_id == core.pk
    assert [line(world, term)[1].state for term in (world.term, next_term)] == ["charge", "waive"]


def test_choosing_the_old_type_takes_a_planned_change_back(world, core, next_term):
    change(world, core, next_term)
    change(world, world.ordinary, next_term)
    assert not MembershipTypeChange.objects.exists()


def test_a_running_a_billed_or_a_foreign_term_is_refused(world, core, next_term):
    with pytest.raises(Invalid, match="has begun"):
        change(world, core, world.term)
    with scope(cluster=world.havblik):
        foreign = Term.objects.create(cluster=world.havblik, label="2029", during=span(date(2029, 1, 1), date(2030, 1, 1)))
    with pytest.raises(Invalid, match="own cluster"):
        change(world, core, foreign)
    factories.a1_schedule(world.nordlys, world.dues)
    factories.size(world.fjord, 35)
    run, _line = line(world, next_term)
    release_dues_run(run, actor=world.frida, at=world.noon)
    issue_dues_batch(run, actor=world.frida, at=world.noon)
    with pytest.raises(Conflict, match="charged already"):
        change(world, core, next_term)


def test_a_membership_that_ends_before_is_not_changed(world, core, next_term):
    exclude_member(world.fjord_membership, effective_on=date(2028, 1, 1), reason="moved", actor=world.astrid, at=world.noon)
    with pytest.raises(Invalid, match="does not run into"):
        change(world, core, next_term)


def test_a_size_declared_now_moves_only_dues_that_are_not_yet_charged(world, next_term):
    factories.a1_schedule(world.nordlys, world.dues)
    factories.size(world.fjord, 35)
    run, before = line(world, world.term)
    release_dues_run(run, actor=world.frida, at=world.noon)
    issue_dues_batch(run, actor=world.frida, at=world.noon)
    facts = {"low": 250, "high": 250, "as_of": world.today, "source": "member", "is_confirmed": True}
    declare_size(world.fjord, actor=world.astrid, at=world.noon, **facts)
    _run, again = line(world, world.term)
    _run, later = line(world, next_term)
    assert (before.net_minor, again.state, later.net_minor) == (6_500_00, "billed", 25_000_00)


@pytest.mark.parametrize(
    ("facts", "net"), [({"percent_bp": -5000}, 3_250_00), ({"amount_minor": -500_00}, 6_000_00), ({"fixed_minor": 100}, 100)]
)
def test_an_approved_adjustment_changes_the_fee_and_says_who_approved_it(world, facts, net):
    factories.a1_schedule(world.nordlys, world.dues)
    factories.size(world.fjord, 35)
    made = adjust(world, **facts)
    _run, planned = line(world, world.term)
    assert (made.approved_by, planned.net_minor) == ("Frida Juhl", net)
    assert "Hardship; approved by Frida Juhl" in " ".join(planned.assessment.words["en"])


def test_a_withdrawn_adjustment_no_longer_counts(world):
    made = adjust(world, percent_bp=-5000)
    withdraw_adjustment(made, actor=world.frida, at=world.noon)
    with pytest.raises(Conflict):
        withdraw_adjustment(made, actor=world.frida, at=world.noon)
    assert PersonalAdjustment.objects.get().withdrawn_at == world.noon


@pytest.mark.parametrize("facts", [
    {}, {"percent_bp": -5000, "amount_minor": 1}, {"percent_bp": -10_001}, {"fixed_minor": -1}, {"amount_minor": 10**12},
    {"percent_bp": 0, "reason": " "}, {"percent_bp": 0, "until_on": date(2027, 1, 1)},
])  # fmt: skip
def test_an_adjustment_that_makes_no_sense_is_refused(world, facts):
    with pytest.raises(Invalid):
        adjust(world, **facts)


def test_nobody_approves_the_fee_of_the_place_where_they_work(world):
    Person.objects.filter(user=world.bo_user).update(user=world.frida_user)
    with pytest.raises(Refused):
        adjust(world, percent_bp=-5000)
    assert adjust(world, percent_bp=-5000, actor=world.astrid).approved_by == "Astrid Holm"


def test_an_adjustment_does_not_reach_into_a_closed_term(world):
    TermClosing.objects.create(term=world.term, closed_at=world.noon, closed_by="Frida")
    with pytest.raises(TermClosed):
        adjust(world, percent_bp=-5000)


@pytest.mark.parametrize("who", ["bo", "dorte"])
def test_others_are_refused(world, core, next_term, who):
    made, actor = adjust(world, percent_bp=-1), getattr(world, who)
    calls = [
        lambda: adjust(world, percent_bp=-1, actor=actor),
        lambda: withdraw_adjustment(made, actor=actor, at=world.noon),
        lambda: change(world, core, next_term, actor=actor),
    ]
    for call in calls:
        with pytest.raises(Refused):
            call()
