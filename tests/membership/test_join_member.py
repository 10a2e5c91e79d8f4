"""Admitting members: numbers, backdated days, and who can't be one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import close_old_connections, connection
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.audit.models import AuditEvent
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.core.ranges import span
from klynge.directory.models import Organisation, Partnership
from klynge.membership.actions import join_member
from klynge.membership.errors import AlreadyMember, CannotJoin, IsPartner, TermClosed
from klynge.membership.models import Membership, MembershipType, TermClosing
from tests import factories
from tests.world import build


@pytest.fixture(autouse=True)
def _in_scope(request):
    if "world" in request.fixturenames:
        with scope(cluster=request.getfixturevalue("world").nordlys):
            yield
    else:
        yield


def join(world, organisation, on=date(2027, 1, 4), **facts):
    facts = {"actor": world.astrid, "at": world.noon, "type": world.ordinary} | facts
    return join_member(world.nordlys, organisation=organisation, joined_on=on, **facts)


def test_a_new_member_gets_the_next_number_and_is_written_down(world):
    havn = factories.company(world.nordlys, "Havn ApS")
    made = join(world, havn, date(2026, 3, 15), is_founding=True)
    assert (made.member_no, made.during, made.is_founding) == (2, span(date(2026, 3, 15)), True)
    event = AuditEvent.objects.get(verb="membership.membership.joined")
    facts = {"number": 2, "joined_on": "2026-03-15", "type": "ordinary", "is_founding": True}
    assert (event.subject_id, event.details) == (havn.pk, facts)


def test_who_comes_back_keeps_the_number_and_nobody_else_gets_it(world):
    Membership.objects.filter(pk=world.fjord_membership.pk).update(during=span(date(2020, 1, 1), date(2022, 1, 1)))
    assert join(world, world.fjord).member_no == 1
    assert [join(world, factories.company(world.nordlys, name)).member_no for name in ("A ApS", "B ApS")] == [2, 3]
    assert Membership.objects.filter(organisation=world.fjord).count() == 2


def test_a_member_is_not_admitted_twice_not_even_for_earlier_days(world):
    for day in (world.today, date(2019, 1, 1)):
        with pytest.raises(AlreadyMember, match="is member no. 1 from 2020-01-01 already"):
            join(world, world.fjord, day)
    Membership.objects.filter(pk=world.fjord_membership.pk).update(during=span(date(2020, 1, 1), date(2028, 1, 1)))
    with pytest.raises(AlreadyMember, match="can begin on 2028-01-01"):
        join(world, world.fjord)


def test_a_day_in_or_before_a_closed_term_is_refused(world):
    TermClosing.objects.create(term=world.term, closed_at=world.noon, closed_by="Frida")
    havn = factories.company(world.nordlys, "Havn ApS")
    for day in (date(2027, 12, 31), date(2019, 5, 1)):
        with pytest.raises(TermClosed, match="2027 is closed, so nothing can change before 2028-01-01"):
            join(world, havn, day)
    assert join(world, havn, date(2028, 1, 1)).member_no == 2


def test_dissolved_merged_and_unknown_organisations_stay_out(world):
    gone = factories.company(world.nordlys, "Gone ApS", dissolved_on=date(2026, 1, 1))
    merged = factories.company(world.nordlys, "Merged ApS", merged_into=world.fjord)
    unknown = Organisation.objects.create(name="Nobody ApS")
    for organisation, words in ((gone, "was dissolved on 2026-01-01"), (merged, "merged into Fjord Data ApS"), (unknown, "not known here")):
        with pytest.raises(CannotJoin, match=words):
            join(world, organisation)
    assert join(world, gone, date(2025, 12, 31)).member_no == 2


def test_a_core_partner_is_never_a_member(world):
    university = factories.company(world.nordlys, "Universitetet")
    Partnership.objects.create(
        cluster=world.nordlys, organisation=university, role="Founder", during=span(date(2015, 1, 1), date(2027, 6, 1))
    )
    with pytest.raises(IsPartner, match="End the partnership first"):
        join(world, university)
    assert join(world, university, date(2027, 6, 1)).member_no == 2


def test_a_type_of_another_cluster_is_refused(world):
    with scope(cluster=world.havblik):
        other = MembershipType.objects.create(cluster=world.havblik, code="ordinary")
    with pytest.raises(Invalid):
        join(world, factories.company(world.nordlys, "Havn ApS"), type=other)


@pytest.mark.parametrize("who", ["frida", "bo", "dorte"])
def test_others_are_refused_and_nothing_is_written(world, who):
    with pytest.raises(Refused):
        join(world, factories.company(world.nordlys, "Havn ApS"), actor=getattr(world, who))
    assert Membership.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_admit_the_same_company_at_once_one_is_told_so(transactional_db):
    stage = build()
    with scope(cluster=stage.nordlys):
        companies = [factories.company(stage.nordlys, f"Selskab {number} ApS") for number in range(4)]

    def admit(company):
        close_old_connections()
        try:
            with scope(cluster=stage.nordlys):
                return join(stage, company).member_no
        except Conflict as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(admit, [company for company in companies for _twice in range(2)]))
    numbers = sorted(found for found in results if found != "AlreadyMember")
    assert numbers == [2, 3, 4, 5] and results.count("AlreadyMember") == 4


@pytest.mark.django_db(transaction=True)
def test_what_slips_past_the_lock_is_refused_by_the_database_in_the_same_words(transactional_db, monkeypatch):
    stage = build()

    with scope(cluster=stage.nordlys):
        monkeypatch.setattr("klynge.membership.queries.admission._refuse_overlap", lambda *_: None)
        with pytest.raises(AlreadyMember, match="has just been admitted"):
            join(stage, stage.fjord, actor=Actor.system("test", cluster_id=stage.nordlys.pk))
