"""What somebody who watches over the installation is told, and what nobody else is."""

import json
import logging
import re

import pytest
from django.db import connection

from klynge.core.tracing import JsonFormatter, request_id

pytestmark = pytest.mark.django_db(transaction=True)
TOKEN = {"headers": {"authorization": "Bearer tell-me-how-you-are"}}


@pytest.fixture
def figures(client, settings):
    settings.METRICS_TOKEN = "tell-me-how-you-are"

    def read():
        shown = client.get("/metrics", **TOKEN)
        assert shown.status_code == 200
        return dict(re.findall(r"^(klynge_\S+) (\S+)$", shown.content.decode(), re.MULTILINE))

    return read


def test_it_is_alive_and_ready_and_says_that_no_worker_is_there(client):
    assert client.get("/healthz").content == b"ok"
    shown = client.get("/readyz")
    assert (shown.status_code, shown.json()) == (200, {"database": "ok", "migrations": "ok", "worker": "silent"})


def test_a_worker_that_gave_a_sign_of_life_is_seen(client, figures):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert client.get("/readyz").json()["worker"] == "ok"
    assert figures()["klynge_workers"] == "1.0"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'")
    assert (client.get("/readyz").json()["worker"], figures()["klynge_workers"]) == ("silent", "0.0")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")


def test_a_database_behind_the_program_is_not_ready(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'visits' RETURNING name, applied")
        taken = cursor.fetchall()
    try:
        shown = client.get("/readyz")
        assert (shown.status_code, shown.json()["migrations"]) == (503, f"{len(taken)} to do")
    finally:
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO django_migrations (app, name, applied) VALUES ('visits', %s, %s)", taken)


def test_figures_are_for_who_has_the_token_and_do_not_exist_without_one(client, settings):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", **TOKEN).status_code == 404
    settings.METRICS_TOKEN = "another"
    assert [client.get("/metrics").status_code, client.get("/metrics", **TOKEN).status_code] == [404, 404]


def test_requests_and_jobs_and_mails_are_counted(client, figures, world):
    name = 'klynge_requests_total{interface="site",method="GET",status="200"}'
    before = float(figures().get(name, 0))
    client.get("/healthz")
    after = figures()
    assert float(after[name]) == before + 2  # the page, and the reading before it
    assert float(after["klynge_database_bytes"]) > 1_000_000
    assert after["klynge_oldest_job_seconds"] == "0.0"


def test_each_answer_has_a_number_that_its_log_lines_carry(client):
    assert re.fullmatch(r"[0-9a-f]{32}", client.get("/healthz")["X-Request-ID"])
    assert client.get("/healthz", headers={"x-request-id": "from-the-proxy-1"})["X-Request-ID"] == "from-the-proxy-1"
    assert client.get("/healthz", headers={"x-request-id": "a\nb; injected"})["X-Request-ID"] != "a\nb; injected"
    token = request_id.set("abc")
    line = JsonFormatter().format(logging.LogRecord("klynge", logging.WARNING, __file__, 1, "Linje %s\nto", ("ét",), None))
    request_id.reset(token)
    told = json.loads(line)
    assert ("\n" in line, told["message"], told["request"], told["level"]) == (False, "Linje ét\nto", "abc", "warning")
