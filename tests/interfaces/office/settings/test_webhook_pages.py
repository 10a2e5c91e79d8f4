"""Programs that are told, on screen and at the command line."""

from html import unescape

import pytest
from django.urls import reverse
from django_scopes import scope

from klynge.interfaces.cli.main import run
from klynge.webhooks.actions import add_endpoint, try_endpoint
from klynge.webhooks.models import Delivery, Endpoint
from klynge.webhooks.tasks import send, tell_all
from tests.browser import SIZES, judge
from tests.webhooks.listener import listening
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(client, settings):
    settings.WEBHOOKS_PRIVATE = True
    world = build()
    client.force_login(world.astrid_user)
    with scope(cluster=world.nordlys):
        yield world


def office(name, *rest):
    return reverse(f"office:settings:{name}", args=["nordlys", *rest])


def text(response):
    return unescape(response.content.decode()).replace("\xa0", " ")


def connected(stage):
    facts = {"label": "Regnskab", "url": "https://x.example/", "areas": ["membership"]}
    endpoint, _secret = add_endpoint(stage.nordlys, **facts, actor=stage.astrid, at=stage.noon)
    return endpoint, try_endpoint(endpoint, actor=stage.astrid, at=stage.noon)


def test_a_program_is_connected_told_looked_at_and_disconnected(client, stage):
    with listening() as listener:
        typed = {"label": "Regnskab", "url": listener.url, "areas": ["events"]}
        assert client.post(office("webhooks"), typed | {"areas": []}).status_code == 422
        page = text(client.post(office("webhooks"), typed))
        endpoint = Endpoint.objects.get()
        listener.secrets.append(
            next(word for word in page.replace('"', " ").replace("<", " ").replace(">", " ").split() if word.startswith("whsec_"))
        )
        client.post(office("webhook_change", endpoint.pk), {"what": "try"})
        send(stage.nordlys.pk, endpoint.pk)
        assert listener.heard[0][2]
    row = Delivery.objects.get()
    assert "heard" in text(client.get(office("webhook_delivery", endpoint.pk, row.pk))) and "whsec_" not in text(
        client.get(office("webhook", endpoint.pk))
    )
    client.post(office("webhook_resend", endpoint.pk, row.pk))
    client.post(office("webhook", endpoint.pk), typed | {"label": "Web"})
    assert "whsec_" in text(client.post(office("webhook_rotate", endpoint.pk)))
    for what in ("pause", "resume", "x", "remove"):
        client.post(office("webhook_change", endpoint.pk), {"what": what})
    endpoint.refresh_from_db()
    assert (endpoint.label, endpoint.generation, endpoint.removed_at is not None) == ("Web", 2, True)
    assert client.get(office("webhook", endpoint.pk)).status_code == 404


def test_the_round_of_the_minute_tells_what_happened_on_the_pages(client, stage, run_jobs):
    with listening() as listener:
        client.post(office("webhooks"), {"label": "Web", "url": listener.url, "areas": ["publishing", "membership"]})
        made = client.post(reverse("office:news:new", args=["nordlys"]), {"kind": "news", "headline_da": "Nyt", "body_da": "Tekst"})
        client.post(made.url + "publication/")
        tell_all()
        run_jobs()
    assert [heard[1]["type"] for heard in listener.heard] == ["publishing.release.published"]


def test_who_may_not_see_the_integrations_sees_no_program(client, stage):
    endpoint, _row = connected(stage)
    for user, status in ((stage.frida_user, 403), (stage.bo_user, 404), (stage.dorte_user, 404)):
        client.force_login(user)
        assert client.get(office("webhook", endpoint.pk)).status_code == status
        assert client.get(office("webhooks")).status_code == status


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_fit_to_be_seen(visitor, stage, size, scheme):
    judge(visitor.open(office("webhooks"), user=stage.astrid_user, size=size, scheme=scheme), f"webhooks-empty-{size}-{scheme}")
    endpoint, row = connected(stage)
    send(stage.nordlys.pk, endpoint.pk)
    for name, rest in (("webhooks", ()), ("webhook", (endpoint.pk,)), ("webhook_delivery", (endpoint.pk, row.pk))):
        judge(visitor.open(office(name, *rest), user=stage.astrid_user, size=size, scheme=scheme), f"{name}-{size}-{scheme}")


def test_the_command_line_lists_and_sends_again(stage, capsys):
    endpoint, row = connected(stage)
    Delivery.objects.update(state="failed", next_at=None)
    assert run(["webhooks", "list", "--cluster", "nordlys"]) == 0 and "1 given up" in capsys.readouterr().out
    assert run(["webhooks", "resend", str(endpoint.pk), "--cluster", "nordlys"]) == 0
    row.refresh_from_db()
    assert row.state == "failed"
    assert run(["webhooks", "resend", str(endpoint.pk), "--cluster", "nordlys", "--commit"]) == 0
    row.refresh_from_db()
    assert row.state == "waiting" and run(["webhooks", "resend", "0", "--cluster", "nordlys"]) == 2
