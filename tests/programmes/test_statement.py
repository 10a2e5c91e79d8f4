"""What an undertaking has got is told line by line, and agrees with what may still be given."""

from datetime import timedelta

import pytest
from django_scopes import scope

from klynge.core.ranges import span
from klynge.directory.actions import merge_organisations, reverse_merger
from klynge.directory.models import Ownership
from klynge.networks.actions import move_seats as move_network_seats
from klynge.networks.actions import return_seats as return_network_seats
from klynge.networks.actions import take_seat
from klynge.programmes.actions import move_seats, return_seats
from klynge.programmes.models import Aid
from klynge.programmes.queries.statement import aid_statement, statement_pdf
from klynge.programmes.queries.undertakings import room_of
from tests import factories
from tests.networks.circle import network, works_at
from tests.programmes.course import apply, call, programme, takes_part

pytestmark = pytest.mark.django_db
EURO = 100


@pytest.fixture
def nordlys(world):
    with scope(cluster=world.nordlys):
        yield world


def firm(world, name):
    return factories.member(world.nordlys, world.ordinary, name, 5).organisation


def statement(world, company):
    return aid_statement(company, cluster=world.nordlys, on=world.today)


def test_the_lines_of_the_whole_undertaking_add_up_to_what_is_left(nordlys):
    mother, daughter = firm(nordlys, "Moder"), firm(nordlys, "Datter")
    Ownership.objects.create(organisation=daughter, parent=mother, during=span(nordlys.today - timedelta(days=9)))
    first, second = programme(nordlys), programme(nordlys, name={"da": "Grøn data"})
    takes_part(nordlys, first, mother)
    takes_part(nordlys, second, daughter)
    found = statement(nordlys, mother)
    assert [(line.company, line.source, line.cents) for line in found.lines] == [
        ("Datter", "Grøn data", 10_000 * EURO),
        ("Moder", str(first), 10_000 * EURO),
    ]
    assert (found.companies, found.used) == (["Datter", "Moder"], 20_000 * EURO)
    assert found.left == room_of(mother, on=nordlys.today) == found.ceiling - found.used


def test_only_the_last_declaration_counts_and_what_is_too_old_is_gone(nordlys):
    company = firm(nordlys, "Firma")
    application = apply(nordlys, call(nordlys, programme(nordlys)), company)
    for days, cents in ((30, 5_000), (10, 7_000), (4 * 366, 90_000)):
        Aid.objects.create(
            cluster=nordlys.nordlys,
            organisation=company,
            granted_on=nordlys.today - timedelta(days=days),
            cents=cents * EURO,
            declared_in=application,
        )
    found = statement(nordlys, company)
    assert [(line.cents, line.counts) for line in found.lines] == [(7_000 * EURO, True), (5_000 * EURO, False)]
    assert (found.used, found.left) == (7_000 * EURO, room_of(company, on=nordlys.today))


def test_what_another_cluster_gave_counts_without_its_name(nordlys):
    company = firm(nordlys, "Firma")
    takes_part(nordlys, programme(nordlys), company)
    found = aid_statement(company, cluster=nordlys.havblik, on=nordlys.today)
    assert [line.source for line in found.lines] == ["Another cluster"] and found.used == 10_000 * EURO


@pytest.mark.parametrize("language", ["da", "en"])
def test_it_is_printed_with_and_without_lines(nordlys, language):
    company = firm(nordlys, "Firma")
    for _time in range(2):
        assert statement_pdf(company, cluster=nordlys.nordlys, on=nordlys.today, language=language).startswith(b"%PDF")
        takes_part(nordlys, programme(nordlys), company)


def test_seats_follow_a_merger_and_go_back_when_it_is_undone(nordlys):
    loser, survivor = firm(nordlys, "Lille"), firm(nordlys, "Stor")
    by = {"actor": nordlys.astrid, "at": nordlys.noon}
    seat = takes_part(nordlys, programme(nordlys), loser)
    sits = take_seat(network(nordlys), organisation=loser, holder=works_at(nordlys, loser, "Ida Holm"), **by)
    merger = merge_organisations(nordlys.nordlys, survivor=survivor, loser=loser, effective_on=nordlys.today, **by)
    assert (move_seats(merger, **by), move_seats(merger, **by), move_network_seats(merger, **by)) == (1, 0, 1)
    for row in (seat, sits):
        row.refresh_from_db()
        assert row.organisation == survivor
    reverse_merger(merger, **by)
    assert (return_seats(merger, **by), return_seats(merger, **by), return_network_seats(merger, **by)) == (1, 0, 1)
    for row in (seat, sits):
        row.refresh_from_db()
        assert row.organisation == loser
    assert move_seats(merger, **by) == 0  # a late job does not move them again
