"""Many guests at once for few seats, through the real web server: how many sign-ups a second, and is any seat given twice."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_scopes import scope

from klynge.access.queries import actor_of
from klynge.events.actions import plan_event, publish_event
from klynge.events.models import Event, Registration
from klynge.events.queries.links import asked_token
from klynge.membership.actions import present_cluster

from .members import Stage, build
from .scratch import scratch_database

CLIENTS, SEATS, PROCESSES = 2_000, 500, 3
LOADER = Path(__file__).with_name("registrations_load.py")


def measure(clients: int = CLIENTS, *, seats: int = SEATS) -> dict[str, Any]:
    """Let each client follow its own confirming link once, over a connection of its own, from several processes; then count what is there."""
    call_command("collectstatic", interactive=False, verbosity=0)
    with scratch_database():
        stage = build(20)
        with scope(cluster=stage.cluster):
            event = _event(stage, seats)
            paths = [_path(event, number) for number in range(clients)]
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        with _server() as port:
            _race(port, [_path_of_warm_up(event)] * 8)
            began = time.perf_counter()
            answers = _race(port, paths)
            seconds = time.perf_counter() - began
        with scope(cluster=stage.cluster):
            found = _found(event)
    return {
        "clients": clients,
        "seats": seats,
        "processes": PROCESSES,
        "seconds": round(seconds, 2),
        "a_second": round(clients / seconds),
        "answers": answers,
        **found,
    }


def _event(stage: Stage, seats: int) -> Event:
    now = timezone.now()
    actor = actor_of(stage.planner, cluster=stage.cluster, at=now)
    present_cluster(stage.cluster, texts={"headline": {"da": "Bench"}}, is_public=True, actor=actor, at=now)
    starts_at = now + timedelta(days=30)
    facts = {"title": {"da": "Kapløb", "en": "Race"}, "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2), "capacity": seats}
    return publish_event(plan_event(stage.cluster, facts=facts, actor=actor, at=now), actor=actor, at=now)


def _path(event: Event, number: int) -> str:
    typed = {
        "name": f"Guest {number}",
        "email": f"guest{number}@race.example",
        "organisation_name": "",
        "party": 1,
        "language": "da",
        "answers": {},
        "billing_facts": {},
    }
    return f"/{event.cluster.slug}/events/{event.slug}/confirm/{asked_token(event, typed)}/"


def _path_of_warm_up(event: Event) -> str:
    return f"/{event.cluster.slug}/events/{event.slug}/confirm/made-up/"


@contextmanager
def _server() -> Iterator[int]:
    """Start the web server as it runs in production, on the scratch database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    name = str(connection.settings_dict["NAME"])
    connection.close()
    environment = {**os.environ, "KLYNGE_DATABASE_NAME": name}
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "klynge.project.wsgi:application",
        "--port",
        str(port),
        "--workers",
        "2",
        "--blocking-threads",
        "2",
        "--backlog",
        "4096",
        "--no-ws",
        "--log-level",
        "error",
    ]
    process = subprocess.Popen(command, env=environment)
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("The web server did not start.")


def _race(port: int, paths: list[str]) -> dict[str, int]:
    """Send every path once; return how often each status was answered."""
    shares = [paths[number::PROCESSES] for number in range(PROCESSES)]
    loaders = [
        subprocess.Popen([sys.executable, str(LOADER), str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for share in shares
        if share
    ]
    for loader, share in zip(loaders, shares, strict=False):
        assert loader.stdin  # noqa: S101 - it is a pipe
        loader.stdin.write(json.dumps(share))
        loader.stdin.close()
    answers: dict[str, int] = {}
    for loader in loaders:
        assert loader.stdout  # noqa: S101 - it is a pipe
        for status, count in json.loads(loader.stdout.read()).items():
            answers[status] = answers.get(status, 0) + count
        loader.wait()
    return dict(sorted(answers.items()))


def _found(event: Event) -> dict[str, Any]:
    rows = list(Registration.objects.filter(event=event).order_by("pk"))
    states = [row.state.value for row in rows]
    first_waiting = states.index("waiting") if "waiting" in states else len(states)
    return {
        "seated": states.count("seated"),
        "waiting": states.count("waiting"),
        "is_in_order": "seated" not in states[first_waiting:],
        "is_each_once": len({row.email for row in rows}) == len(rows),
    }
