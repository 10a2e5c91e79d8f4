"""How fast an edition leaves: through the outbox and the real worker to a real SMTP server, with the worker killed on the way."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from typing import Any

from aiosmtpd.controller import Controller
from django.db import connection
from django_scopes import scope

from klynge.access.queries import actor_of
from klynge.core import jobs
from klynge.directory.models import Subscription
from klynge.newsletters.actions import draft_edition, release_edition
from klynge.outbox.models import Attempt, Mail, MailStatus

from .members import NOON, build
from .scratch import scratch_database

KILLS = 3


class Server:
    """Takes every mail, and counts how often each Message-ID came."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.lock = threading.Lock()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        found = re.search(rb"^Message-ID:\s*(<[^>]+>)", envelope.content, re.MULTILINE | re.IGNORECASE)
        await asyncio.sleep(0)
        with self.lock:
            self.seen[found.group(1).decode() if found else "?"] += 1
        return "250 OK"


def measure(mails: int) -> dict[str, Any]:
    """Let one edition leave to so many subscribers twice: once undisturbed, once with the worker killed by SIGKILL three times."""
    with scratch_database():
        stage = build(20)
        calm, killed = _leave(stage, mails, kills=0), _leave(stage, mails, kills=KILLS)
    return {"mails": mails, "undisturbed": calm, f"killed {KILLS} times": killed}


def _leave(stage: Any, mails: int, *, kills: int) -> dict[str, Any]:
    server = Server()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        edition = _edition(stage, mails)
        began = time.perf_counter()
        _work(port, stage.cluster.pk, edition.batch_id, mails, server, kills)
        seconds = time.perf_counter() - began
        with scope(cluster=stage.cluster):
            rows = Mail.objects.filter(batch=edition.batch_id)
            attempts = Attempt.objects.filter(mail__batch=edition.batch_id, outcome=MailStatus.SENT)
            written = attempts.count()
            twice = sum(count - 1 for count in server.seen.values())
            checks = {
                "marked_sent": rows.filter(status=MailStatus.SENT).count(), "attempts_written": written, "reached_the_server": len(server.seen),
                "same_message_again_after_a_kill": twice, "at_most_one_a_kill": twice <= kills, "none_lost": len(server.seen) == mails,
                "each_marked_once": attempts.values("mail").distinct().count() == written,
            }  # fmt: skip
        return {"seconds": round(seconds, 2), "a_second": round(mails / seconds), "checks": checks}
    finally:
        controller.stop()


def _edition(stage: Any, mails: int) -> Any:
    with scope(cluster=stage.cluster):
        Subscription.objects.all().delete()
        Subscription.objects.bulk_create(
            Subscription(
                cluster=stage.cluster, address=f"reader{n}@bench.example", name=f"Reader {n}", consented_at=NOON, consent_source="bench"
            )
            for n in range(mails)
        )
        actor = actor_of(stage.planner, cluster=stage.cluster, at=NOON)
        facts = {"subject": {"da": f"Nyt {time.time()}"}, "lead": {"da": "Kære læser\n\n" + "Vi har holdt møde. " * 60}}
        edition = draft_edition(stage.cluster, facts=facts, parts=[], actor=actor, at=NOON)
        return release_edition(edition, site="https://bench.example", actor=actor, at=NOON)


def _work(port: int, cluster_id: int, batch_id: int, mails: int, server: Server, kills: int) -> None:
    """Start the worker as it runs in production; kill it without warning after each further share, and start another."""
    environment = {
        **os.environ, "KLYNGE_DATABASE_NAME": str(connection.settings_dict["NAME"]), "KLYNGE_SMTP_HOST": "127.0.0.1", "KLYNGE_SMTP_PORT": str(port),
        "KLYNGE_SMTP_TLS": "0", "DJANGO_SETTINGS_MODULE": "klynge.project.settings",
    }  # fmt: skip
    for turn in range(kills + 1):
        process = subprocess.Popen(
            [sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "4"], env=environment, start_new_session=True
        )
        try:
            share = mails * (turn + 1) // (kills + 1)
            while len(server.seen) < share or (turn == kills and _waiting(batch_id)):
                time.sleep(0.05)
                if process.poll() is not None:
                    raise RuntimeError(f"The worker ended by itself with {process.returncode}.")
            if turn < kills:  # what the dead worker held is given back after a minute of silence; the bench does not wait for that
                jobs.enqueue("outbox.send_batch", cluster_id=cluster_id, batch_id=batch_id)
        finally:
            os.killpg(process.pid, signal.SIGKILL if turn < kills else signal.SIGTERM)
            process.wait(30)


def _waiting(batch_id: int) -> bool:
    return bool(Mail._base_manager.filter(batch=batch_id, status=MailStatus.WAITING).exists())
