"""The consent log: rows are added, the latest counts, and nobody is taken to have said what they did not say."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.audit.queries import events_about
from klynge.core.errors import Invalid, Refused
from klynge.directory.actions import give_consent, withdraw_consent
from klynge.directory.models import Consent, Person
from klynge.directory.queries.consents import has_consent, people_with_consent, standing_of

TEXT = "Nordlys must send me offers."


@pytest.fixture(autouse=True)
def _scope(world):
    with scope(cluster=world.nordlys):
        yield


@pytest.fixture
def person(world):
    return Person.objects.get(name="Bo Ågård")


def give(world, person, **facts):
    facts = {"purpose": "marketing", "how": "by phone", "wording": TEXT, "actor": world.astrid, "at": world.noon} | facts
    return give_consent(person, cluster=world.nordlys, **facts)


def withdraw(world, person, **facts):
    facts = {"purpose": "marketing", "how": "by mail", "actor": world.astrid, "at": world.noon} | facts
    return withdraw_consent(person, cluster=world.nordlys, **facts)


def stands(world, person, purpose="marketing"):
    return has_consent(person, cluster=world.nordlys, purpose=purpose)


def test_the_latest_answer_counts_and_every_answer_stays(world, person):
    assert not stands(world, person)
    give(world, person)
    assert (stands(world, person), stands(world, person, "profile")) == (True, False)
    withdraw(world, person, at=world.noon + timedelta(days=1))
    assert not stands(world, person)
    give(world, person, at=world.noon + timedelta(days=2))
    assert stands(world, person)
    assert list(Consent.objects.order_by("id").values_list("is_given", "wording")) == [(True, TEXT), (False, ""), (True, TEXT)]


def test_the_same_answer_twice_is_one_row(world, person):
    assert give(world, person) == give(world, person, at=world.noon + timedelta(days=1))
    assert withdraw(world, person) == withdraw(world, person)
    assert [event.verb for event in events_about(person)] == ["directory.consent.withdrawn", "directory.consent.given"]


def test_a_no_is_heard_also_where_nobody_said_yes(world, person):
    assert withdraw(world, person).is_given is False


def test_the_person_answers_for_themselves_and_that_is_on_record(world, person):
    assert give(world, person, actor=world.bo).is_own
    assert not withdraw(world, person).is_own
    assert Consent.objects.count() == 2


@pytest.mark.parametrize("who", ["dorte", "frida"])
def test_others_are_refused_and_nothing_is_written(world, person, who):
    for act in (give, withdraw):
        with pytest.raises(Refused):
            act(world, person, actor=getattr(world, who))
    with pytest.raises(Refused):
        give(world, person, actor=Actor(name="Eva", cluster_id=world.nordlys.pk, user_id=world.dorte_user.pk))
    assert not Consent.objects.exists()


@pytest.mark.parametrize(("act", "facts"), [
    (give, {"purpose": "spam"}), (give, {"how": " "}), (give, {"wording": " "}), (withdraw, {"purpose": "spam"}), (withdraw, {"how": ""}),
])  # fmt: skip
def test_what_nobody_could_prove_is_refused(world, person, act, facts):
    with pytest.raises(Invalid):
        act(world, person, **facts)
    assert not Consent.objects.exists()


@pytest.mark.parametrize("change", ["UPDATE directory_consent SET is_given = false", "DELETE FROM directory_consent"])
def test_the_database_lets_nobody_change_an_answer(world, person, change):
    give(world, person)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_one_cluster_does_not_see_what_was_said_to_another(world, person):
    give(world, person)
    with scope(cluster=world.havblik):
        assert not has_consent(person, cluster=world.havblik, purpose="marketing")


def test_many_people_are_asked_about_in_one_query(world, person):
    others = [Person.objects.create(name=f"Person {number}") for number in range(5)]
    give(world, person)
    with CaptureQueriesContext(connection) as queries:
        assert people_with_consent(world.nordlys, [person.pk, *(each.pk for each in others)], purpose="marketing") == {person.pk}
    assert len(queries) == 1


def test_the_standing_names_every_purpose(world, person):
    give(world, person, purpose="profile")
    standing = standing_of(person, cluster=world.nordlys)
    assert [(each.purpose, each.is_given) for each in standing] == [("marketing", False), ("profile", True), ("directory", False)]
