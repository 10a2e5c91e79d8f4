"""Programs outside are told once of what they asked for, signed, again and again until they hear it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.webhooks.actions import (
    add_endpoint,
    change_endpoint,
    gather_messages,
    pause_endpoint,
    remove_endpoint,
    resend_delivery,
    rotate_secret,
    send_delivery,
    try_endpoint,
)
from klynge.webhooks.models import Delivery, Endpoint, Try
from klynge.webhooks.tasks.posting import post
from tests.webhooks.listener import listening

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nordlys(world, settings):
    settings.WEBHOOKS_PRIVATE = True
    with scope(cluster=world.nordlys):
        yield world


def by(world, at=None):
    return {"actor": world.astrid, "at": at or world.noon}


def system(world):
    return Actor.system("webhooks", cluster_id=world.nordlys.pk)


def connected(world, url="http://127.0.0.1:9/", areas=("membership", "events")):
    return add_endpoint(world.nordlys, label="Regnskab", url=url, areas=list(areas), is_private_allowed=True, **by(world))


def happens(world, verb="membership.membership.joined", times=1):
    for _time in range(times):
        record(world.astrid, verb, world.fjord, at=world.noon, cluster_id=world.nordlys.pk)


def gather(world, endpoint):
    return gather_messages(endpoint, actor=system(world), at=world.noon)


def send(world, endpoint, at=None):
    return send_delivery(endpoint, post=post, actor=system(world), at=at or world.noon)


def test_what_it_asked_for_is_told_once_and_nothing_of_before(nordlys):
    happens(nordlys)
    endpoint, _secret = connected(nordlys)
    happens(nordlys, times=2)
    happens(nordlys, "billing.invoice.issued")
    assert (gather(nordlys, endpoint), gather(nordlys, endpoint)) == (2, 0)
    payload = Delivery.objects.first().payload
    assert payload["type"] == "membership.membership.joined" and payload["timestamp"] == "2027-01-04T11:00:00Z"
    assert payload["data"] == {"cluster": "nordlys", "object": "directory.organisation", "id": nordlys.fjord.pk}


def test_another_cluster_s_changes_stay_there(nordlys):
    endpoint, _secret = connected(nordlys)
    record(nordlys.dorte, "membership.membership.joined", nordlys.fjord, at=nordlys.noon, cluster_id=nordlys.havblik.pk)
    assert gather(nordlys, endpoint) == 0


def test_a_message_arrives_with_a_signature_that_its_receiver_can_check(nordlys):
    with listening() as listener:
        endpoint, secret = connected(nordlys, listener.url)
        listener.secrets.append(secret)
        happens(nordlys)
        gather(nordlys, endpoint)
        assert send(nordlys, endpoint).status == 200 and send(nordlys, endpoint) is None
    ((identity, payload, is_right),) = listener.heard
    row = Delivery.objects.get()
    assert is_right and identity == row.message_id and payload == row.payload and row.state == "delivered"
    assert (Try.objects.get().status, Try.objects.get().said) == (200, "heard")


@pytest.mark.parametrize(("answer", "status"), [(500, 500), (302, 302), (404, 404)])
def test_what_does_not_get_through_is_sent_again_with_the_same_identity(nordlys, answer, status):
    with listening() as listener:
        listener.answers = [answer, 204]
        endpoint, _secret = connected(nordlys, listener.url)
        try_endpoint(endpoint, **by(nordlys))
        assert send(nordlys, endpoint).status == status
        assert send(nordlys, endpoint) is None  # not before its time
        assert Endpoint.objects.get().failing_since == nordlys.noon
        assert send(nordlys, endpoint, nordlys.noon + timedelta(minutes=6)).is_good
    assert len({heard[0] for heard in listener.heard}) == 1 and len(listener.heard) == 2
    assert Endpoint.objects.get().failing_since is None and Delivery.objects.get().tries == 2


def test_a_program_that_hangs_or_is_not_there_is_a_failure_with_its_words(nordlys, monkeypatch):
    monkeypatch.setattr("klynge.webhooks.tasks.posting.TIMEOUT", 0.3)
    with listening() as listener:
        listener.answers = [0]
        endpoint, _secret = connected(nordlys, listener.url)
        try_endpoint(endpoint, **by(nordlys))
        answer = send(nordlys, endpoint)
    assert answer.status is None and "timed out" in answer.said
    later = nordlys.noon + timedelta(hours=1)
    assert send(nordlys, endpoint, later).status is None and Try.objects.count() == 2


def test_after_the_last_try_it_is_given_up_and_may_be_sent_by_hand(nordlys):
    with listening() as listener:
        listener.answers = [500]
        endpoint, _secret = connected(nordlys, listener.url)
        row, at = try_endpoint(endpoint, **by(nordlys)), nordlys.noon
        while send(nordlys, endpoint, at):
            at += timedelta(hours=27)
            pause_endpoint(endpoint, is_paused=False, **by(nordlys))
        row.refresh_from_db()
        assert (row.state, row.tries) == ("failed", 9)
        listener.answers = [200]
        resend_delivery(row, **by(nordlys, at))
        assert send(nordlys, endpoint, at).is_good


@pytest.mark.parametrize(("answer", "days", "rests"), [(410, 0, True), (500, 4, False), (500, 5, True)])
def test_a_program_that_is_gone_or_fails_for_days_rests(nordlys, answer, days, rests):
    with listening() as listener:
        listener.answers = [answer]
        endpoint, _secret = connected(nordlys, listener.url)
        for at in (nordlys.noon, nordlys.noon + timedelta(days=days)):
            try_endpoint(endpoint, **by(nordlys, at))
            send(nordlys, endpoint, at)
    endpoint.refresh_from_db()
    assert (endpoint.paused_at is not None) is rests and bool(endpoint.pause_reason) is rests
    assert not rests or send(nordlys, endpoint, nordlys.noon + timedelta(days=30)) is None


def test_for_a_day_both_secrets_sign(nordlys):
    with listening() as listener:
        endpoint, former = connected(nordlys, listener.url)
        secret = rotate_secret(endpoint, **by(nordlys))
        for secrets, at, is_right in (
            ([former], nordlys.noon, True),
            ([secret], nordlys.noon, True),
            ([former], nordlys.noon + timedelta(days=1), False),
        ):
            listener.secrets = secrets
            try_endpoint(endpoint, **by(nordlys, at))
            send(nordlys, endpoint, at)
            assert listener.heard[-1][2] is is_right
    assert secret != former


def test_nothing_is_sent_into_our_own_network(nordlys, settings):
    settings.WEBHOOKS_PRIVATE = False
    for url in ("http://127.0.0.1:9/", "https://localhost/", "https://[::1]/", "https://10.0.0.8/", "https://169.254.169.254/latest"):
        answer = post(url, {}, b"{}")
        assert answer.status is None and "private network" in answer.said


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"url": "http://x.example/"}, "url"), ({"url": "https://"}, "url"), ({"url": "https://a:b@x.example/"}, "url"), ({"url": "https://x.example:99999/"}, "url"), ({"label": " "}, "label"), ({"areas": []}, "areas"), ({"areas": ["x"]}, "areas")],
)  # fmt: skip
def test_what_is_wrong_with_an_address_is_named(nordlys, facts, field):
    given = {"label": "Web", "url": "https://x.example/", "areas": ["events"], **facts}
    with pytest.raises(Invalid) as refusal:
        add_endpoint(nordlys.nordlys, **given, **by(nordlys))
    assert refusal.value.field == field


def test_only_an_administrator_connects_and_what_was_removed_hears_nothing(nordlys):
    for stranger in (nordlys.frida, nordlys.bo, nordlys.dorte):
        with pytest.raises(Refused):
            add_endpoint(nordlys.nordlys, label="Web", url="https://x.example/", areas=["events"], actor=stranger, at=nordlys.noon)
    endpoint, _secret = connected(nordlys)
    happens(nordlys)
    gather(nordlys, endpoint)
    remove_endpoint(endpoint, **by(nordlys))
    assert gather(nordlys, endpoint) == 0 and send(nordlys, endpoint) is None and Delivery.objects.get().state == "failed"
    with pytest.raises(Conflict, match="removed"):
        change_endpoint(endpoint, label="Web", url="https://x.example/", areas=["events"], **by(nordlys))
    assert not Endpoint.objects.visible_to(nordlys.bo).exists() and not Endpoint.objects.visible_to(nordlys.dorte).exists()


def test_workers_side_by_side_send_each_message_once(nordlys):
    def work(_number):
        with scope(cluster=nordlys.nordlys):
            gather(nordlys, endpoint)
            while send(nordlys, endpoint):
                pass
        connection.close()

    with listening() as listener:
        endpoint, _secret = connected(nordlys, listener.url)
        happens(nordlys, times=20)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(work, range(4)))
    assert len(listener.heard) == 20 and len({heard[0] for heard in listener.heard}) == 20
