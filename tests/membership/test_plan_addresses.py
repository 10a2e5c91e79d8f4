"""Whoever gets an e-invoice and can't be reached by one is an exception before the release of a dues run, never after it."""

import pytest
from django.db import connection
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stdnum import ean
from stdnum.dk import cvr

from klynge.directory.models import Organisation
from klynge.membership.actions import plan_dues
from klynge.membership.models import DuesLine, Membership
from klynge.membership.queries.dues import summarise
from tests import factories


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        factories.a1_schedule(world.nordlys, world.dues)
        factories.size(world.fjord, 35)
        yield world


def plan(stage, **facts):
    """Plan for one member with these facts: how its line stands."""
    Organisation.objects.filter(pk=stage.fjord.pk).update(**facts)
    run = plan_dues(stage.term, as_of=stage.today, issue_on=stage.today, actor=stage.astrid, at=stage.noon)
    line = DuesLine.objects.get(run=run)
    return line.state, line.exceptions, summarise(run).net.minor


@pytest.mark.parametrize(("facts", "exceptions"), [
    ({"kind": "public", "buyer_reference": "4711"}, ["no_gln"]),
    ({"kind": "public", "gln": "5798009811579", "buyer_reference": "4711"}, ["bad_gln"]),
    ({"gln": "5798009811579"}, ["bad_gln"]),
    ({"gln": "5798009811578", "cvr": "12345678"}, ["bad_cvr"]),
])  # fmt: skip
def test_it_is_not_charged_before_its_address_is_mended(stage, facts, exceptions):
    assert plan(stage, **facts) == ("blocked", exceptions, 0)


@pytest.mark.parametrize("facts", [
    {"kind": "public", "gln": "5798009811578", "buyer_reference": "4711"}, {"gln": "5798009811578", "cvr": ""}, {"cvr": "12345678"},
])  # fmt: skip
def test_who_can_be_reached_is_charged(stage, facts):
    assert plan(stage, **facts) == ("charge", [], 6_500_00)


def test_who_pays_nothing_needs_no_address(stage):
    type(stage.ordinary).objects.filter(pk=stage.ordinary.pk).update(is_free=True)
    assert plan(stage, kind="public", buyer_reference="4711") == ("waive", ["no_gln"], 0)
    assert Membership.objects.count() == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.from_regex(r"[0-9]{13}", fullmatch=True), st.from_regex(r"[0-9]{8}", fullmatch=True), st.integers(0, 9))
def test_the_database_and_the_rules_agree_on_check_digits(db, gln, number, last):
    numbers = [gln, gln[:12] + str(last), gln[:12] + ean.calc_check_digit(gln[:12]), "57980098115789", ""]
    companies = [number, "12345674", number[:7] + str(last), "1234567", "abcdefgh"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(directory_is_gln(n)) FROM unnest(%s::text[]) AS n", [numbers])
        glns = cursor.fetchone()[0]
        cursor.execute("SELECT array_agg(directory_is_cvr(n)) FROM unnest(%s::text[]) AS n", [companies])
        assert (glns, cursor.fetchone()[0]) == ([len(n) == 13 and ean.is_valid(n) for n in numbers], [cvr.is_valid(n) for n in companies])
