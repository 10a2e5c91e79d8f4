"""How fast the office's pages answer, and how much they weigh, with any number of members behind them."""

import gzip
import statistics
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from klynge.access.queries import actor_of
from klynge.membership.actions import issue_dues_batch, plan_dues, release_dues_run
from klynge.membership.models import Membership

from .dues import Count
from .members import NOON, Stage, build
from .scratch import scratch_database

ROUNDS = 60


def measure(members: int) -> dict[str, Any]:
    """Bill ``members`` members once, then open each page many times with different parameters."""
    call_command("collectstatic", interactive=False, verbosity=0)  # pages name their files by fingerprint
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    with scratch_database():
        stage = build(members)
        with scope(cluster=stage.cluster):
            _bill(stage)
        client = Client()
        client.force_login(stage.planner)
        pages = {name: _time(client, addresses) for name, addresses in _addresses(stage).items()}
        return {"members": members, "rounds": ROUNDS, "pages": pages, "first_page_kib": _weight(client, stage)}


def _bill(stage: Stage) -> None:
    planner, releaser = (actor_of(user, cluster=stage.cluster, at=NOON) for user in (stage.planner, stage.releaser))
    run = plan_dues(stage.term, as_of=NOON.date(), issue_on=NOON.date(), actor=planner, at=NOON)
    release_dues_run(run, actor=releaser, at=NOON)
    while issue_dues_batch(run, actor=releaser, at=NOON):
        pass
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _addresses(stage: Stage) -> dict[str, list[str]]:
    slug = stage.cluster.slug
    listing, invoices, owed = (reverse(f"office:{name}:list", args=[slug]) for name in ("members", "invoices", "receivables"))
    with scope(cluster=stage.cluster):
        some = list(
            Membership.objects.order_by("pk").values_list("pk", "organisation_id")[:: max(1, Membership.objects.count() // ROUNDS)][:ROUNDS]
        )
    return {
        "dashboard": [reverse("office:dashboard", args=[slug])],
        "members": [f"{listing}?page={page}" for page in range(1, 8)],
        "members sorted": [f"{listing}?sort={sort}" for sort in ("name", "-name", "no", "town", "-joined")],
        "members searched": [f"{listing}?q={text}" for text in ("robotik", "Fjrod Data", "20000042", "thisted", "firma77")],
        "member": [reverse("office:members:detail", args=[slug, pk]) for pk, _payer in some],
        "invoices": [f"{invoices}?page={page}" for page in range(1, 8)],
        "receivables": [f"{owed}?page={page}" for page in range(1, 8)],
        "account of a payer": [reverse("office:receivables:account", args=[slug, payer]) for _pk, payer in some],
        "dues run": [reverse("office:dues:list", args=[slug])],
    }


def _time(client: Client, addresses: list[str]) -> dict[str, Any]:
    for address in addresses[:2]:
        _open(client, address)  # templates are compiled on the first visit
    times, queries = [], []
    for turn in range(ROUNDS):
        count, began = Count(), time.perf_counter()
        with connection.execute_wrapper(count):
            _open(client, addresses[turn % len(addresses)])
        times.append((time.perf_counter() - began) * 1000)
        queries.append(count.statements)
    ranked = statistics.quantiles(times, n=20)
    return {"p50_ms": round(ranked[9], 1), "p95_ms": round(ranked[18], 1), "queries": max(queries)}


def _open(client: Client, address: str) -> bytes:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
    return bytes(response.content)


def _weight(client: Client, stage: Stage) -> float:
    """Add up what the first page transfers: HTML, style sheet and scripts, compressed."""
    from django.contrib.staticfiles import finders

    html = _open(client, reverse("office:dashboard", args=[stage.cluster.slug]))
    files = [finders.find(name) for name in ("ui/klynge.css", "ui/js/klynge.js", "django_htmx/htmx-2.min.js", "ui/icons/klynge.svg")]
    parts = [html, *(Path(file).read_bytes() for file in files if file)]
    return round(sum(len(gzip.compress(part, 6)) for part in parts) / 1024, 1)
