"""Found by name, number, town, person, address or domain, also with a slip of the finger; by index."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klynge.directory.models import Folded, Organisation, Person, refresh_search
from klynge.directory.queries.searching import search
from klynge.directory.rules.folding import fold
from tests.factories import company


@pytest.fixture
def stage(world):
    company(world.nordlys, "Ærø Færgefart A/S", town="Søby", cvr="13585628", website="https://faerge.example")
    company(world.nordlys, "Data og Fjord I/S", trading_name="Blå Bølge")
    company(world.havblik, "Fjord Data for fremmede")
    refresh_search(Organisation.objects.values_list("pk", flat=True))
    with scope(cluster=world.nordlys):
        yield world


def names(world, text, model=Organisation):
    return [row.name for row in search(model.objects.visible_to(world.astrid), text)]


@pytest.mark.parametrize(
    "text",
    [
        "Fjrod Data",
        "fjord dsta",
        "FJORD DATA APS",
        "13748136",
        "DK 13 74 81 36",
        "13748163",
        "Bo Ågård",
        "aagaard",
        "bo@fjord.example",
        "Aagard",
    ],
)
def test_one_company_is_found_by_whatever_one_knows(stage, text):
    assert names(stage, text)[0] == "Fjord Data ApS"


@pytest.mark.parametrize(
    "text", ["ærø", "aeroe", "faergefart", "Færgefrat", "søby", "soby færge", "13 58 56 28", "faerge.example", "Færgefarten Ærø"]
)
def test_danish_letters_may_be_spelt_out(stage, text):
    assert names(stage, text) == ["Ærø Færgefart A/S"]


def test_names_that_begin_so_come_first_and_strangers_never(stage):
    assert names(stage, "fjord") == ["Fjord Data ApS", "Data og Fjord I/S"]
    assert names(stage, "data") == ["Data og Fjord I/S", "Fjord Data ApS"]


def test_no_words_give_all_in_danish_order_and_nonsense_gives_none(stage):
    assert names(stage, " ") == ["Data og Fjord I/S", "Fjord Data ApS", "Ærø Færgefart A/S"]
    for nothing in ("xyzxyz qqqq", "%", "_", "\\", "æ"):
        assert names(stage, nothing) in ([], ["Ærø Færgefart A/S"])


def test_people_are_found_alike(stage):
    for text in ("Bo Ågård", "fjord data", "Aagard", "BO@FJORD.example"):
        assert names(stage, text, Person) == ["Bo Ågård"]


def test_very_many_hits_come_in_danish_order(stage):
    Organisation.objects.bulk_create([Organisation(name=f"Mange {n:04d}", search_text=f"mange {n:04d}") for n in range(600)])
    assert [row.name for row in search(Organisation.objects.all(), "mange")[:2]] == ["Mange 0000", "Mange 0001"]


def test_the_index_is_there_for_words_and_for_slips(stage):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for condition in (
            "search_text LIKE '%fjord%'",
            "search_text LIKE ANY (ARRAY(SELECT unnest(ARRAY['%fjord%', '%fjor%'])))",
            "search_text %> 'fjord'",
        ):
            cursor.execute(f"EXPLAIN SELECT 1 FROM directory_organisation WHERE {condition.replace('%', '%%')}", [])
            assert "organisation_search" in str(cursor.fetchall())


def test_a_search_asks_at_most_five_questions(stage):
    for text in ("fjord", "Fjrod Data", "xyzxyz qqqq"):
        with CaptureQueriesContext(connection) as queries:
            names(stage, text)
        assert len(queries) <= 6


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet="AaÆæØøÅåÄäÖöÉéÜüÑñ bc-.", min_size=1, max_size=30).filter(str.strip))
def test_the_database_folds_as_the_rules_do(world, text):
    Organisation.objects.filter(pk=world.fjord.pk).update(name=text)
    folded = Organisation.objects.annotate(folded=Folded("name")).get(pk=world.fjord.pk).folded
    assert " ".join(folded.split()) == fold(text)
