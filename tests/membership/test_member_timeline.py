"""What has happened to a member: each thing once, on the day it is about, with who did it."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from django_scopes import scope

from klynge.directory.actions import change_organisation, declare_size
from klynge.directory.models import Listing
from klynge.membership.actions import (
    exclude_member,
    join_member,
    merge_members,
    reinstate_membership,
    resign_membership,
    unmerge_members,
    withdraw_resignation,
)
from klynge.membership.queries.member_page import member_page
from klynge.membership.queries.member_timeline import MOST, timeline
from tests import factories


@pytest.fixture(autouse=True)
def _scope(world):
    with scope(cluster=world.nordlys):
        yield


@pytest.fixture
def who(world):
    return {"actor": world.astrid, "at": world.noon}


@pytest.fixture
def havn(world, who):
    """A company that joined on a day to remember."""
    made = factories.company(world.nordlys, "Havn ApS")
    return join_member(world.nordlys, organisation=made, type=world.ordinary, joined_on=date(2025, 3, 1), **who)


def told(membership, on_day):
    membership.refresh_from_db()
    return [(each.code, each.on, each.who) for each in timeline(member_page(membership, on_day=on_day), on_day=on_day)]


def test_who_admitted_a_member_is_told(world, havn):
    assert told(havn, world.today) == [("joined", date(2025, 3, 1), "Astrid Holm")]
    assert told(world.fjord_membership, world.today) == [("joined", date(2020, 1, 1), "")]  # entered before there was a log


def test_notice_is_told_with_who_recorded_it_and_its_end_only_once_it_has_come(world, havn, who):
    resign_membership(havn, received_on=world.today, **who)
    joined = ("joined", date(2025, 3, 1), "Astrid Holm")
    assert told(havn, world.today) == [("notice", world.today, "Astrid Holm"), joined]
    later = told(havn, date(2030, 1, 1))
    assert [code for code, _on, _who in later] == ["ended", "notice", "joined"]


def test_a_withdrawn_notice_is_told_by_the_log_alone(world, havn, who):
    withdraw_resignation(resign_membership(havn, received_on=world.today, **who), **who)
    assert [code for code, _on, _who in told(havn, world.today)] == ["log", "joined"]


def test_an_end_is_told_with_its_reason_and_who_recorded_it(world, havn, who):
    exclude_member(havn, effective_on=date(2026, 7, 1), reason="bankrupt", note="Court notice", **who)
    havn.refresh_from_db()
    with translation.override("en"):
        [ended] = [each for each in timeline(member_page(havn, on_day=world.today), on_day=world.today) if each.code == "ended"]
    assert (ended.on, ended.who, ended.facts) == (
        date(2026, 6, 30), "Astrid Holm", {"reason": "Bankrupt or closed", "note": "Court notice"},
    )  # fmt: skip


def test_an_earlier_membership_is_told_on_the_page_of_the_present_one(world, havn, who):
    exclude_member(havn, effective_on=date(2026, 7, 1), reason="moved", **who)
    again = reinstate_membership(havn, from_on=date(2026, 9, 1), **who)
    days = [(code, on) for code, on, _who in told(again, world.today) if code in ("joined", "ended")]
    assert days == [("joined", date(2026, 9, 1)), ("ended", date(2026, 6, 30)), ("joined", date(2025, 3, 1))]


def test_a_merger_is_told_on_both_pages_and_so_is_its_undoing(world, havn, who):
    merger = merge_members(world.nordlys, survivor=world.fjord, loser=havn.organisation, effective_on=date(2026, 7, 1), **who)
    assert told(world.fjord_membership, world.today)[0] == ("merged_in", world.today, "Astrid Holm")
    assert [code for code, _on, _who in told(havn, world.today)] == ["merged_away", "ended", "joined"]
    unmerge_members(merger, **who)
    assert [code for code, _on, _who in told(havn, world.today)] == ["unmerged", "merged_away", "joined"]


def test_sizes_and_changes_are_told_and_only_the_latest_of_many(world, havn, who):
    declare_size(havn.organisation, low=7, high=7, as_of=world.today, source="staff", **who)
    change_organisation(havn.organisation, name="Havn A/S", **who)
    assert [code for code, _on, _who in told(havn, world.today)] == ["size", "log", "joined"]
    for days in range(MOST):
        declare_size(
            havn.organisation, low=days, high=days, as_of=world.today, source="staff", actor=world.astrid, at=world.noon + timedelta(days)
        )
    everything = told(havn, world.today + timedelta(99))
    assert len(everything) == MOST and everything[0][1] == world.today + timedelta(MOST - 1)


def test_nothing_of_another_cluster_is_told(world, havn):
    with scope(cluster=world.havblik):
        kind = type(world.ordinary).objects.create(cluster=world.havblik, code="x", name={})
        Listing.objects.create(cluster=world.havblik, organisation=havn.organisation, listed_at=world.noon)
        join_member(world.havblik, organisation=havn.organisation, type=kind, joined_on=date(2026, 1, 1), actor=world.dorte, at=world.noon)
    assert [who for _code, _on, who in told(havn, world.today)] == ["Astrid Holm"]
