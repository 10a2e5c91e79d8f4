"""Membership years in the office: opened, closed with what is left shown first, opened again."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from klynge.core.clock import day_of
from klynge.core.ranges import span
from klynge.membership.actions import plan_dues
from klynge.membership.models import Term, TermClosing
from tests import factories
from tests.browser import SIZES, judge
from tests.world import build


def staged(world):
    with scope(cluster=world.nordlys):
        factories.a1_schedule(world.nordlys, world.dues)
        factories.size(world.fjord, 35)
        world.past = Term.objects.create(cluster=world.nordlys, label="2020", during=span(date(2020, 1, 1), date(2021, 1, 1)))
    return world


@pytest.fixture
def stage(world):
    return staged(world)


def address(stage, name, *rest):
    return reverse(f"office:dues:{name}", args=[stage.nordlys.slug, *rest])


def opened(client, stage, url, user=None):
    client.force_login(user or stage.astrid_user)
    return client.get(url, headers={"accept-language": "en"}).content.decode()


def test_the_years_are_listed_with_what_can_be_done(client, stage):
    page = opened(client, stage, address(stage, "terms"))
    assert address(stage, "close_term", stage.past.pk) in page
    assert address(stage, "close_term", stage.term.pk) not in page
    assert address(stage, "new_term") in page


def test_what_is_open_is_shown_then_the_year_is_closed_and_opened_again(client, stage):
    close, reopen = address(stage, "close_term", stage.past.pk), address(stage, "reopen_term", stage.past.pk)
    page = opened(client, stage, close)
    assert "Neither charged nor waived" in page
    assert "Close the year" in page
    assert client.post(close).status_code == 302
    assert TermClosing.objects.filter(term_id=stage.past.pk).exists()
    assert client.post(close).status_code == 422
    assert client.post(reopen, {"reason": ""}).status_code == 422
    assert client.post(reopen, {"reason": "En faktura manglede"}).status_code == 302
    assert not TermClosing.objects.exists()


def test_a_run_under_way_is_shown_and_hides_the_button(client, stage):
    with scope(cluster=stage.nordlys):
        today = day_of(timezone.now())
        plan_dues(stage.past, as_of=today, issue_on=today + timedelta(1), actor=stage.astrid, at=timezone.now())
    page = opened(client, stage, address(stage, "close_term", stage.past.pk))
    assert "A dues run is not finished" in page
    assert "Close the year" not in page


def test_the_next_year_is_proposed_and_opened(client, stage):
    assert 'value="2028-01-01"' in opened(client, stage, address(stage, "new_term"))
    assert client.post(address(stage, "new_term"), {"starts_on": "2028-02-01"}).status_code == 422
    assert client.post(address(stage, "new_term"), {"starts_on": "2028-01-01"}).status_code == 302
    with scopes_disabled():
        assert Term.objects.filter(label="2028").exists()


def test_finance_closes_but_does_not_open_again(client, stage):
    client.force_login(stage.frida_user)
    assert client.post(address(stage, "close_term", stage.past.pk)).status_code == 302
    assert client.post(address(stage, "reopen_term", stage.past.pk), {"reason": "x"}).status_code == 403


def test_a_stranger_finds_no_years(client, stage):
    client.force_login(stage.dorte_user)
    assert [client.get(address(stage, name)).status_code for name in ("terms", "new_term")] == [404, 404]


def test_many_years_take_the_queries_of_one(client, stage):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            opened(client, stage, address(stage, "terms"))
        return len(captured)

    queries()
    few = queries()
    with scope(cluster=stage.nordlys):
        for year in range(2010, 2015):
            Term.objects.create(cluster=stage.nordlys, label=str(year), during=span(date(year, 1, 1), date(year + 1, 1, 1)))
    assert queries() == few


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "da")])
@pytest.mark.parametrize("size", SIZES)
def test_the_pages_of_years_are_fit_to_be_seen(visitor, size, scheme, language):
    stage = staged(build())
    pages = {"terms": [], "new_term": [], "close_term": [stage.past.pk], "reopen_term": [stage.past.pk]}
    for name, rest in pages.items():
        seen = visitor.open(address(stage, name, *rest), user=stage.astrid_user, size=size, scheme=scheme, language=language)
        judge(seen, f"dues-{name}-{size}-{scheme}")
