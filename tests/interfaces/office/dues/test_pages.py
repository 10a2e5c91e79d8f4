from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from klynge.access.models import Cluster
from klynge.core.clock import day_of
from klynge.membership.actions import discard_dues_run, plan_dues, release_dues_run
from klynge.membership.models import DuesRun
from tests import factories


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        factories.a1_schedule(world.nordlys, world.dues, assumption={"da": "Trinene 2-7 er antaget.", "en": "Steps 2-7 are assumed."})
        factories.size(world.fjord, 35)
        factories.member(world.nordlys, world.ordinary, "Ukendt ApS", None)
        world.run = plan_dues(world.term, as_of=world.today, issue_on=world.today, actor=world.astrid, at=world.noon)
    return world


def addresses(stage):
    line = stage.run.lines.first().pk
    slug, pk = stage.nordlys.slug, stage.run.pk
    return [
        reverse("office:dues:list", args=[slug]),
        reverse("office:dues:plan", args=[slug]),
        reverse("office:dues:run", args=[slug, pk]),
        reverse("office:dues:line", args=[slug, pk, line]),
        reverse("office:dues:lines_csv", args=[slug, pk]),
    ]


def test_staff_open_every_page(stage, client):
    client.force_login(stage.astrid_user)
    assert [client.get(address).status_code for address in addresses(stage)] == [200] * 5


def test_a_stranger_and_a_member_find_nothing(stage, client):
    for user in (stage.dorte_user, stage.bo_user):
        client.force_login(user)
        assert [client.get(address).status_code for address in addresses(stage)] == [404] * 5


def test_an_anonymous_visitor_is_sent_to_sign_in(stage, client):
    assert all(client.get(address).url.startswith(reverse("account_login")) for address in addresses(stage))


def test_the_run_shows_amounts_exceptions_and_the_assumption(stage, client):
    client.force_login(stage.astrid_user)
    page = client.get(addresses(stage)[2], headers={"accept-language": "en"}).content.decode()
    assert "DKK\xa06,500.00" in page
    assert "No size declared" in page
    assert "Steps 2-7 are assumed." in page


def test_the_planner_sees_who_must_release_and_the_other_can(stage, client):
    address = reverse("office:dues:release", args=[stage.nordlys.slug, stage.run.pk])
    client.force_login(stage.astrid_user)
    assert client.post(address, {"has_looked": "on"}).status_code == 422
    client.force_login(stage.frida_user)
    assert client.post(address, {"has_looked": "on"}).status_code == 302
    with scope(cluster=stage.nordlys):
        assert DuesRun.objects.get(pk=stage.run.pk).release.released_by == "Frida Juhl"


def test_a_release_needs_the_tick(stage, client):
    client.force_login(stage.frida_user)
    assert client.post(reverse("office:dues:release", args=[stage.nordlys.slug, stage.run.pk]), {}).status_code == 422


def test_planning_twice_is_refused_in_words(stage, client):
    client.force_login(stage.astrid_user)
    form = {"term": stage.term.pk, "as_of": date(2027, 1, 4), "issue_on": max(date(2027, 1, 4), day_of(timezone.now()))}
    response = client.post(reverse("office:dues:plan", args=[stage.nordlys.slug]), form, headers={"accept-language": "en"})
    assert response.status_code == 422
    assert "already waiting" in response.content.decode()


def test_the_file_opens_in_danish_excel(stage, client):
    client.force_login(stage.astrid_user)
    text = b"".join(client.get(addresses(stage)[4])).decode()
    assert text.startswith("\ufeff")
    assert "Fjord Data ApS;13748136" in text
    assert ";6500,00;" in text


def test_the_list_takes_the_same_queries_for_one_run_and_for_three(stage, client):
    client.force_login(stage.astrid_user)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(addresses(stage)[0])
        return len(captured)

    queries()
    one = queries()
    with scope(cluster=stage.nordlys):
        for _ in range(2):
            discard_dues_run(DuesRun.objects.latest("id"), actor=stage.astrid, at=stage.noon)
            plan_dues(stage.term, as_of=stage.today, issue_on=stage.today, actor=stage.astrid, at=stage.noon)
    assert queries() == one


def released(stage, at):
    with scope(cluster=stage.nordlys):
        release_dues_run(stage.run, actor=stage.frida, at=at)


def test_a_plan_whose_days_have_passed_says_which_days_a_release_gives(stage, client):
    with scope(cluster=stage.nordlys):
        DuesRun.objects.filter(pk=stage.run.pk).update(issue_on=date(2020, 1, 4), due_on=date(2020, 2, 3))
    client.force_login(stage.frida_user)
    address = reverse("office:dues:run", args=[stage.nordlys.slug, stage.run.pk])
    assert "The planned days have passed" in client.get(address, headers={"accept-language": "en"}).content.decode()


def test_a_run_that_came_to_a_halt_goes_on_by_a_button_and_says_what_stopped_it(stage, client):
    released(stage, timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    run, resume = (reverse(f"office:dues:{name}", args=[stage.nordlys.slug, stage.run.pk]) for name in ("run", "resume"))
    client.force_login(stage.frida_user)
    assert resume in client.get(run).content.decode()
    Cluster.objects.filter(pk=stage.nordlys.pk).update(street="")
    refused = client.post(resume, headers={"accept-language": "en"})
    assert (refused.status_code, "its settings lack address" in refused.content.decode()) == (422, True)
    Cluster.objects.filter(pk=stage.nordlys.pk).update(street="Kajen 1")
    assert client.post(resume).status_code == 302
    assert resume not in client.get(run).content.decode()
    assert client.post(resume).status_code == 422


def test_a_stranger_and_a_reader_resume_nothing(stage, client):
    address = reverse("office:dues:resume", args=[stage.nordlys.slug, stage.run.pk])
    client.force_login(stage.dorte_user)
    assert client.post(address).status_code == 404
