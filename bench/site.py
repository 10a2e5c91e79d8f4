"""How fast the public site answers, and how much its pages weigh, with any number of members behind it."""

import gzip
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django_scopes import scope

from klynge.access.queries import actor_of
from klynge.membership.actions import present_cluster

from .members import NOON, Stage, build
from .pages import ROUNDS, _open, _time
from .scratch import scratch_database

# One in three shows itself, with two competences of a hundred.
PROFILES = """
INSERT INTO directory_profile (cluster_id, organisation_id, summary, about, offers, needs, competences, logo, changed_at, published_at, published_by)
SELECT %(cluster)s, m.organisation_id, jsonb_build_object('da', 'Vi laver ting nr. ' || m.organisation_id), '{}', '{}', '{}',
       ARRAY['Kompetence ' || m.organisation_id %% 100, 'Emne ' || m.organisation_id %% 7], '', %(at)s, %(at)s, 'bench'
FROM membership_membership m WHERE m.cluster_id = %(cluster)s AND m.organisation_id %% 3 = 0
"""


def measure(members: int) -> dict[str, Any]:
    """Open each public page many times with different parameters, as somebody whom nobody knows."""
    call_command("collectstatic", interactive=False, verbosity=0)
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    with scratch_database():
        stage = build(members)
        with scope(cluster=stage.cluster):
            actor = actor_of(stage.planner, cluster=stage.cluster, at=NOON)
            present_cluster(stage.cluster, texts={"headline": {"da": "Bench"}}, is_public=True, actor=actor, at=NOON)
            with connection.cursor() as cursor:
                cursor.execute(PROFILES, {"cluster": stage.cluster.pk, "at": NOON})
                cursor.execute("ANALYZE")
        client = Client()
        pages = {name: _time(client, addresses) for name, addresses in _addresses(stage).items()}
        return {"members": members, "rounds": ROUNDS, "pages": pages, "weights_kib": _weights(client, stage)}


def _addresses(stage: Stage) -> dict[str, list[str]]:
    base = f"/{stage.cluster.slug}/"
    return {
        "front": [base, f"{base}en/"],
        "price page": [f"{base}membership/"],
        "calculator": [f"{base}membership/?employees={count}" for count in (0, 3, 40, 150, 900)],
        "directory": [f"{base}members/?page={page}" for page in range(1, 8)],
        "directory searched": [f"{base}members/?search={word}" for word in ("robotik", "thisted", "firma77", "nr. 33")],
        "directory by competence": [f"{base}members/?competence=Kompetence+{number}" for number in (3, 33, 66, 99)],
        "join": [f"{base}join/"],
    }


def _weights(client: Client, stage: Stage) -> dict[str, float]:
    """Return what each first load transfers: HTML and style sheet, compressed; there is no script."""
    style, icon = (len(gzip.compress(Path(str(finders.find(name))).read_bytes(), 6)) for name in ("ui/klynge.css", "ui/icons/klynge.svg"))
    addresses = {name: some[0] for name, some in _addresses(stage).items()}
    return {name: round((len(gzip.compress(_open(client, one), 6)) + style + icon) / 1024, 1) for name, one in addresses.items()}
