"""Excluding, taking up again, annulling."""

from datetime import date

import pytest
from django_scopes import scope

from klynge.core.errors import Conflict, Invalid, Refused
from klynge.core.ranges import span
from klynge.membership.actions import annul_membership, exclude_member, plan_dues, reinstate_membership, resign_membership
from klynge.membership.errors import CannotJoin, TermClosed, TooLate
from klynge.membership.models import Ending, Membership, Resignation, TermClosing
from klynge.membership.queries.memberships import memberships_of, status_on, with_reason
from tests import factories


@pytest.fixture(autouse=True)
def _in_scope(world):
    with scope(cluster=world.nordlys):
        yield


def exclude(world, on=date(2027, 4, 1), reason="non_payment", **facts):
    facts = {"actor": world.astrid, "at": world.noon} | facts
    return exclude_member(world.fjord_membership, effective_on=on, reason=reason, **facts)


def reinstate(world, from_on, **facts):
    return reinstate_membership(world.fjord_membership, from_on=from_on, **{"actor": world.astrid, "at": world.noon} | facts)


def spans():
    return [(row.member_no, row.during) for row in Membership.objects.order_by("during")]


def test_an_exclusion_ends_the_membership_with_its_reason(world):
    exclude(world, note="Three reminders")
    member = with_reason(Membership.objects).get()
    assert (member.during, member.end_reason) == (span(date(2020, 1, 1), date(2027, 4, 1)), "non_payment")
    assert [status_on(member, day) for day in (date(2027, 1, 3), world.today, date(2027, 4, 1))] == ["active", "leaving", "ended"]


def test_an_exclusion_comes_before_a_later_resignation_and_its_reason_counts(world):
    resign_membership(world.fjord_membership, received_on=world.today, actor=world.astrid, at=world.noon)
    exclude(world, reason="bankrupt")
    assert with_reason(Membership.objects).get().end_reason == "bankrupt" and spans() == [(1, span(date(2020, 1, 1), date(2027, 4, 1)))]


def test_an_end_needs_a_reason_a_day_and_something_to_end(world):
    for reason in ("resigned", "merged", "", "whim"):
        with pytest.raises(Invalid, match="why"):
            exclude(world, reason=reason)
    with pytest.raises(Invalid, match="began on 1 January 2020"):
        exclude(world, date(2020, 1, 1))
    exclude(world)
    with pytest.raises(Conflict, match="last day is 31 March 2027"):
        exclude(world, date(2027, 2, 1))


def test_a_closed_term_is_left_as_it_is(world):
    exclude(world)
    TermClosing.objects.create(term=world.term, closed_at=world.noon, closed_by="Frida")
    for change in (lambda: reinstate(world, date(2027, 4, 1)), lambda: reinstate(world, date(2027, 9, 1))):
        with pytest.raises(TermClosed):
            change()
    with pytest.raises(TermClosed):
        annul_membership(world.fjord_membership, reason="x", actor=world.astrid, at=world.noon)


def test_taken_up_on_the_day_of_its_end_a_membership_stays_one_row(world):
    resign_membership(world.fjord_membership, received_on=world.today, actor=world.astrid, at=world.noon)
    exclude(world)
    assert reinstate(world, date(2027, 4, 1)).pk == world.fjord_membership.pk
    assert spans() == [(1, span(date(2020, 1, 1)))]
    assert not Ending.objects.exists() and Resignation.objects.get().withdrawn_by == "Astrid Holm"


def test_taken_up_later_it_is_a_new_row_with_the_same_number_and_the_gap_stays(world):
    exclude(world, date(2026, 4, 1))
    reinstate(world, date(2027, 1, 4))
    assert spans() == [(1, span(date(2020, 1, 1), date(2026, 4, 1))), (1, span(date(2027, 1, 4)))]
    assert Ending.objects.get().reason == "non_payment"
    told = [(row.during.lower, row.end_reason) for row in memberships_of(world.fjord, cluster=world.nordlys)]
    assert told == [(date(2027, 1, 4), None), (date(2020, 1, 1), "non_payment")]


def test_what_runs_is_not_taken_up_again(world):
    with pytest.raises(Conflict, match="nothing to take up"):
        reinstate(world, world.today)
    resign_membership(world.fjord_membership, received_on=world.today, actor=world.astrid, at=world.noon)
    with pytest.raises(Conflict, match="Take the resignation back"):
        reinstate(world, date(2028, 1, 1))


def test_a_dissolved_company_is_not_taken_up_again(world):
    exclude(world, reason="bankrupt")
    type(world.fjord).objects.filter(pk=world.fjord.pk).update(dissolved_on=date(2027, 3, 1))
    with pytest.raises(CannotJoin, match="dissolved"):
        reinstate(world, date(2027, 4, 1))


def test_a_mistake_that_was_never_billed_is_annulled_and_its_number_is_not_used_again(world):
    resign_membership(world.fjord_membership, received_on=world.today, actor=world.astrid, at=world.noon)
    exclude(world)
    annul_membership(world.fjord_membership, reason="Wrong company", actor=world.astrid, at=world.noon)
    assert spans() == []


def test_a_planned_membership_is_not_annulled(world):
    factories.a1_schedule(world.nordlys, world.dues)
    plan_dues(world.term, as_of=world.today, issue_on=world.today, actor=world.astrid, at=world.noon)
    with pytest.raises(TooLate, match="can't be annulled"):
        annul_membership(world.fjord_membership, reason="x", actor=world.astrid, at=world.noon)


@pytest.mark.parametrize("who", ["frida", "bo", "dorte"])
def test_others_are_refused(world, who):
    actor = getattr(world, who)
    calls = [
        lambda: exclude(world, actor=actor),
        lambda: reinstate(world, world.today, actor=actor),
        lambda: annul_membership(world.fjord_membership, reason="x", actor=actor, at=world.noon),
    ]
    for call in calls:
        with pytest.raises(Refused):
            call()
    assert spans() == [(1, span(date(2020, 1, 1)))]
