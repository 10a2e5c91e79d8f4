"""Seats are the company's, and are never given twice."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection
from django_scopes import scope

from klynge.core.errors import Conflict, Invalid, Refused
from klynge.networks.actions import admit_seat, appoint_officer, change_network, change_seat, close_network, end_seat, take_seat
from klynge.networks.models import JoinPolicy, Network, Seat, Visibility
from klynge.networks.queries.seating import position_of, shared_networks
from tests.networks.circle import NAME, firm, network, sit, works_at

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nordlys(world):
    with scope(cluster=world.nordlys):
        yield world


def states(found):
    return [seat.state.value for seat in Seat.objects.filter(network=found).order_by("pk")]


def test_an_open_network_gives_seats_until_there_are_none_and_then_a_place_in_the_queue(nordlys):
    found = network(nordlys, seats_most=2)
    assert (found.slug, found.tags) == ("robotnetvaerket", ["robotter", "ai"])
    seats = [sit(nordlys, found, n) for n in range(4)]
    assert states(found) == ["seated", "seated", "waiting", "waiting"]
    assert [position_of(seat) for seat in seats] == [0, 0, 1, 2]
    end_seat(seats[0], reason="Flyttet", actor=nordlys.astrid, at=nordlys.noon)
    assert states(found) == ["former", "seated", "seated", "waiting"]
    end_seat(seats[3], actor=nordlys.astrid, at=nordlys.noon)
    assert states(found)[3] == "declined"
    with pytest.raises(Conflict):
        end_seat(seats[0], actor=nordlys.astrid, at=nordlys.noon)


def test_twelve_at_once_for_five_seats(nordlys):
    found = network(nordlys, seats_most=5)
    firms = [firm(nordlys, n) for n in range(12)]

    def try_it(company, person):
        try:
            with scope(cluster=nordlys.nordlys):
                take_seat(found, organisation=company, holder=person, actor=nordlys.astrid, at=nordlys.noon)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda pair: try_it(*pair), firms))
    assert sorted(states(found)) == ["seated"] * 5 + ["waiting"] * 7


def test_a_company_waits_for_its_second_seat_where_one_is_the_most(nordlys):
    found = network(nordlys)
    company, first = firm(nordlys, 1)
    by = {"organisation": company, "actor": nordlys.astrid, "at": nordlys.noon}
    take_seat(found, holder=first, **by)
    take_seat(found, holder=works_at(nordlys, company, "Ea Krogh"), **by)
    sit(nordlys, found, 2)
    assert states(found) == ["seated", "waiting", "seated"]
    change_network(found, facts={"name": NAME, "most_per_company": 2}, actor=nordlys.astrid, at=nordlys.noon)
    assert states(found) == ["seated", "seated", "seated"]
    with pytest.raises(Conflict, match="has a seat"):
        take_seat(found, holder=first, **by)


def test_the_chair_answers_those_who_ask(nordlys):
    found = network(nordlys, join_policy=JoinPolicy.REQUEST)
    company, person = firm(nordlys, 1)
    bo = replace(nordlys.bo, companies=frozenset({(company.pk, "colleague")}))
    seat = take_seat(found, organisation=company, holder=person, actor=bo, at=nordlys.noon)
    assert seat.state == "requested"
    with pytest.raises(Refused):
        admit_seat(seat, actor=bo, at=nordlys.noon)
    appoint_officer(found, person=nordlys.bo_user.person, office="chair", from_on=nordlys.today, actor=nordlys.astrid, at=nordlys.noon)
    assert admit_seat(seat, actor=bo, at=nordlys.noon).state == "seated"
    with pytest.raises(Conflict, match="answered"):
        admit_seat(seat, actor=nordlys.astrid, at=nordlys.noon)


def test_nobody_invites_oneself_and_seats_are_for_members_and_their_people(nordlys):
    found = network(nordlys, join_policy=JoinPolicy.INVITATION)
    company, person = firm(nordlys, 1)
    bo = replace(nordlys.bo, companies=frozenset({(company.pk, "colleague")}))
    with pytest.raises(Conflict, match="invited"):
        take_seat(found, organisation=company, holder=person, actor=bo, at=nordlys.noon)
    with pytest.raises(Refused):
        take_seat(found, organisation=nordlys.fjord, holder=person, actor=bo, at=nordlys.noon)
    other, stranger = firm(nordlys, 2)
    with pytest.raises(Invalid, match="does not work"):
        take_seat(found, organisation=company, holder=stranger, actor=nordlys.astrid, at=nordlys.noon)
    assert other.pk and not Seat.objects.exists()


def test_a_colleague_takes_over_and_the_seat_stays_the_companys(nordlys):
    found = network(nordlys)
    seat = sit(nordlys, found, 1)
    ea, stand_in = (works_at(nordlys, seat.organisation, name) for name in ("Ea Krogh", "Ole Stub"))
    changed = change_seat(seat, holder=ea, substitute=stand_in, actor=nordlys.astrid, at=nordlys.noon)
    assert (changed.holder, changed.substitute, changed.state) == (ea, stand_in, "seated")
    with pytest.raises(Invalid, match="somebody else"):
        change_seat(seat, holder=ea, substitute=ea, actor=nordlys.astrid, at=nordlys.noon)


def test_a_closed_network_keeps_its_history_and_gives_no_seats(nordlys):
    found = network(nordlys)
    sit(nordlys, found, 1)
    with pytest.raises(Invalid):
        close_network(found, reason=" ", actor=nordlys.astrid, at=nordlys.noon)
    close_network(found, reason="Opgaven er løst", actor=nordlys.astrid, at=nordlys.noon)
    assert states(found) == ["former"]
    with pytest.raises(Conflict, match="closed"):
        sit(nordlys, found, 2)


def test_what_is_hidden_is_seen_by_those_who_sit_in_it(nordlys):
    found = network(nordlys, visibility=Visibility.HIDDEN, is_confidential=True)
    seat = sit(nordlys, found, 1)
    bo = replace(nordlys.bo, companies=frozenset({(nordlys.fjord.pk, "colleague")}))
    assert not Network.objects.visible_to(bo).exists() and not Seat.objects.visible_to(bo).exists()
    insider = replace(nordlys.bo, companies=frozenset({(seat.organisation_id, "colleague")}))
    assert Network.objects.visible_to(insider).get() == found and Seat.objects.visible_to(insider).get() == seat
    assert not Network.objects.visible_to(nordlys.dorte).exists()


def test_companies_that_sit_together_are_found_for_others(nordlys):
    found = network(nordlys)
    one, other = sit(nordlys, found, 1), sit(nordlys, found, 2)
    ids = [one.organisation_id, other.organisation_id]
    assert shared_networks(ids) == [(found.pk, *sorted(ids))]
