"""Notice received, shown first, recorded, and taken back."""

from datetime import UTC, date, datetime

import pytest
from django_scopes import scope

from klynge.audit.models import AuditEvent
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.core.ranges import span
from klynge.directory.models import Partnership
from klynge.membership.actions import exclude_member, join_member, resign_membership, withdraw_resignation
from klynge.membership.errors import AlreadyMember, IsPartner, TermClosed, TooLate
from klynge.membership.models import EndReason, Membership, Resignation, TermClosing
from klynge.membership.queries.memberships import ResignationPreview, preview_resignation, status_on


@pytest.fixture(autouse=True)
def _in_scope(world):
    with scope(cluster=world.nordlys):
        yield


def resign(world, received_on=date(2027, 1, 2), **facts):
    return resign_membership(world.fjord_membership, received_on=received_on, **{"actor": world.astrid, "at": world.noon} | facts)


def held(world):
    return Membership.objects.select_related("cluster").get(pk=world.fjord_membership.pk)


def test_the_preview_says_what_notice_would_mean_and_changes_nothing(world):
    expected = ResignationPreview(
        received_on=date(2027, 1, 2),
        effective_on=date(2028, 1, 1),
        last_day=date(2027, 12, 31),
        last_term="2027",
        is_last_term_billed=False,
    )
    assert preview_resignation(world.fjord_membership, received_on=date(2027, 1, 2)) == expected
    assert held(world).during.upper is None


def test_notice_ends_the_membership_by_the_rule_and_the_member_is_leaving_until_then(world):
    made = resign(world, reason=EndReason.MOVED, note=" Moves to Odense ")
    assert (made.effective_on, made.reason, made.note) == (date(2028, 1, 1), "moved", "Moves to Odense")
    member = held(world)
    assert member.during == span(date(2020, 1, 1), date(2028, 1, 1))
    days = (date(2027, 1, 1), date(2027, 1, 2), date(2027, 12, 31), date(2028, 1, 1))
    assert [status_on(member, day) for day in days] == ["active", "leaving", "leaving", "ended"]
    assert AuditEvent.objects.get().details["effective_on"] == "2028-01-01"


@pytest.mark.parametrize(("received_on", "words"), [(date(2027, 1, 5), "still to come"), (date(2018, 1, 1), "before it began")])
def test_impossible_days_are_refused(world, received_on, words):
    with pytest.raises(Invalid, match=words):
        resign(world, received_on)


def test_notice_is_not_given_twice(world):
    resign(world)
    with pytest.raises(Conflict, match="ends already.*last day is 31 December 2027"):
        resign(world)


def test_an_end_in_a_closed_term_is_refused(world):
    TermClosing.objects.create(term=world.term, closed_at=world.noon, closed_by="Frida")
    with pytest.raises(TermClosed):
        resign(world, date(2026, 9, 30))


def test_a_resignation_taken_back_leaves_no_trace_in_the_dates_but_stays_written_down(world):
    made = resign(world)
    withdraw_resignation(made, actor=world.astrid, at=world.noon)
    assert held(world).during == span(date(2020, 1, 1)) and status_on(held(world), date(2028, 6, 1)) == "active"
    made.refresh_from_db()
    assert (made.withdrawn_by, made.withdrawn_at) == ("Astrid Holm", world.noon)
    assert resign(world).pk != made.pk and Resignation.objects.count() == 2


def test_a_resignation_is_taken_back_until_the_day_it_takes_effect_and_once(world):
    made = resign(world)
    with pytest.raises(TooLate, match="took effect on 1 January 2028"):
        withdraw_resignation(made, actor=world.astrid, at=datetime(2027, 12, 31, 23, 30, tzinfo=UTC))  # past midnight in Denmark
    withdraw_resignation(made, actor=world.astrid, at=datetime(2027, 12, 31, 22, 30, tzinfo=UTC))
    with pytest.raises(Conflict, match="Astrid Holm has taken this resignation back"):
        withdraw_resignation(made, actor=world.astrid, at=world.noon)


def test_a_resignation_is_not_taken_back_over_what_was_built_upon_it(world):
    made = resign(world)
    partner = Partnership.objects.create(cluster=world.nordlys, organisation=world.fjord, role="Host", during=span(date(2028, 1, 1)))
    with pytest.raises(IsPartner):
        withdraw_resignation(made, actor=world.astrid, at=world.noon)
    partner.delete()
    join_member(world.nordlys, organisation=world.fjord, type=world.ordinary, joined_on=date(2029, 1, 1), actor=world.astrid, at=world.noon)
    with pytest.raises(AlreadyMember):
        withdraw_resignation(made, actor=world.astrid, at=world.noon)


def test_a_membership_excluded_meanwhile_is_not_revived_by_taking_the_notice_back(world):
    made = resign(world)
    exclude_member(world.fjord_membership, effective_on=date(2027, 6, 1), reason="bankrupt", actor=world.astrid, at=world.noon)
    with pytest.raises(TooLate, match="ended in another way"):
        withdraw_resignation(made, actor=world.astrid, at=world.noon)


@pytest.mark.parametrize("who", ["frida", "bo", "dorte"])
def test_others_are_refused(world, who):
    with pytest.raises(Refused):
        resign(world, actor=getattr(world, who))
    made = resign(world)
    with pytest.raises(Refused):
        withdraw_resignation(made, actor=getattr(world, who), at=world.noon)
