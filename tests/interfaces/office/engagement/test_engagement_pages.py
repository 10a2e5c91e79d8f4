"""Engagement on screen: levels, lists to call, one company in words, dues at risk; and what an event's list adds to it."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from klynge.access.models import Grant, Role
from klynge.core.clock import day_of
from klynge.engagement.actions import compute_scores, gather_activities
from klynge.engagement.models import Activity, FollowUp, RenewalModel, RenewalRisk
from klynge.events.actions import record_attendance, undo_attendance
from tests import factories
from tests.browser import SIZES, judge
from tests.engagement.touched import touched
from tests.events.stage import come, held
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(client):
    world = build()
    world.noon = timezone.now()
    client.force_login(world.astrid_user)
    with scope(cluster=world.nordlys):
        yield world


def page(name, *rest):
    return reverse(f"office:engagement:{name}", args=["nordlys", *rest])


def text(response):
    return unescape(response.content.decode()).replace("\xa0", " ")


def scored(stage, count=0):
    today = day_of(stage.noon)
    for number in range(count):
        factories.member(stage.nordlys, stage.ordinary, f"Firma {number}", 5)
    for back in (40, 20):
        for kind in ("spoke", "hosted", "attended", "met", "matched"):
            touched(stage.nordlys, stage.fjord, kind, today - timedelta(days=back), person=stage.bo_user.person, saved_minor=50_000)
    compute_scores(stage.nordlys, on=today, actor=stage.astrid, at=stage.noon)


def at_risk(stage):
    model = RenewalModel.objects.create(
        cluster=stage.nordlys, fitted_on=day_of(stage.noon), fitted_at=stage.noon, years=900, losses=90, is_enough=True, coefficients=[], calibration={},
        at_risk={"fees": 100_00, "expected": 10_00, "low": 5_00, "high": 20_00, "currency": "DKK", "members": 1},
    )  # fmt: skip
    RenewalRisk.objects.create(
        cluster=stage.nordlys, model=model, membership=stage.fjord_membership, organisation=stage.fjord, risk_bp=1200, low_bp=500, high_bp=2500,
        fee_minor=100_00, features={},
    )  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_fit_to_be_seen(visitor, stage, size, scheme):
    addresses = [page("list"), page("risk"), page("weights"), page("company", stage.fjord.pk)]
    for count, address in enumerate(addresses):
        judge(visitor.open(address, user=stage.astrid_user, size=size, scheme=scheme), f"engagement-empty-{count}-{size}-{scheme}")
    scored(stage, 3)
    at_risk(stage)
    for count, address in enumerate([*addresses, page("list") + "?list=reactivate"]):
        judge(visitor.open(address, user=stage.astrid_user, size=size, scheme=scheme), f"engagement-{count}-{size}-{scheme}")


def test_the_lists_hold_those_to_call_and_a_contact_is_noted(client, stage):
    scored(stage, 2)
    shown = text(client.get(page("list") + "?list=reactivate"))
    assert ("Firma 0" in shown, "Fjord Data" in shown) == (True, False)
    assert "Fjord Data" in text(client.get(page("list") + "?level=engaged"))
    typed = {"worklist": "reactivate", "outcome": "spoke", "contacted_on": day_of(stage.noon).isoformat(), "note": "Ringet"}
    assert client.post(page("note", stage.fjord.pk), typed | {"outcome": "whim"}).status_code == 422
    client.post(page("note", stage.fjord.pk), typed)
    assert FollowUp.objects.get().note == "Ringet"
    assert "Ringet" in text(client.get(page("company", stage.fjord.pk)))


def test_a_score_is_explained_in_words_and_what_was_saved_is_told(client, stage):
    scored(stage)
    shown = text(client.get(page("company", stage.fjord.pk), headers={"accept-language": "en"}))
    assert "2 times, by one person" in shown
    assert "DKK 5,000.00" in shown


def test_a_company_sees_what_its_own_membership_gave(client, visitor, stage):
    scored(stage)
    address = reverse("portal:value", args=["nordlys", stage.fjord.pk])
    for size in SIZES:
        judge(visitor.open(address, user=stage.bo_user, size=size), f"value-{size}")
    client.force_login(stage.bo_user)
    assert "DKK 5,000.00" in text(client.get(address, headers={"accept-language": "en"}))
    client.force_login(stage.dorte_user)
    assert client.get(address).status_code == 404


def test_the_board_sees_levels_and_no_lists_of_single_members(client, stage):
    scored(stage)
    at_risk(stage)
    Grant.objects.filter(user=stage.astrid_user).update(role=Role.BOARD)
    assert client.get(page("list")).status_code == 200
    assert client.get(page("risk")).status_code == 403
    assert (
        client.post(page("note", stage.fjord.pk), {}).status_code == 404 or client.post(page("note", stage.fjord.pk), {}).status_code == 403
    )


def test_a_chance_is_shown_only_where_enough_is_known(client, stage):
    assert "nothing is said" in text(client.get(page("risk"), headers={"accept-language": "en"}))
    at_risk(stage)
    assert "12%" in text(client.get(page("risk"), headers={"accept-language": "en"}))


def test_who_came_to_an_event_counts_and_who_stayed_away_is_known(stage):
    event = held(stage)
    rows = [come(stage, event, n, organisation=stage.fjord) for n in (1, 2)]

    def gathered():
        gather_activities(stage.nordlys, source="events", actor=stage.astrid, at=stage.noon)
        return sorted(Activity.objects.standing().values_list("kind", flat=True))

    assert gathered() == []
    record_attendance(rows[0], nonce="a", came_at=event.starts_at, actor=stage.astrid, at=event.starts_at)
    assert gathered() == ["absent", "attended"]
    assert gathered() == ["absent", "attended"]
    undo_attendance(rows[0], actor=stage.astrid, at=event.starts_at)
    assert gathered() == []


def test_the_list_asks_the_database_as_often_for_three_as_for_one(client, stage):
    scored(stage)
    before = _queries(client)
    scored(stage, 3)
    assert _queries(client) == before


def _queries(client):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(page("list")).status_code == 200
    return len(seen)
