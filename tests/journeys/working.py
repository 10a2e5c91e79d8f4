"""Real workers in processes of their own, and a brake that stops one in the middle of a transaction."""

import os
import resource
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

from django.db import connection

from klynge.project import schedule
from tests.project.test_schedule import work

BRAKE = 990_017  # advisory lock
PROGRAM = """
import os, sys, django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = os.environ["WORKER_DB"]
from klynge.membership.actions import commit_import, issue_dues_batch
for action in (commit_import, issue_dues_batch):
    action.__wrapped__.__kwdefaults__["size"] = int(os.environ["WORKER_BATCH"])
from django.conf import settings
from django.core.management import call_command
settings.MEDIA_ROOT = os.environ["WORKER_MEDIA"]
call_command("procrastinate", "worker", "--concurrency", "1", *sys.argv[1:])
"""


def rows(sql, params=()):
    """Run one statement and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def until(fact, seconds=60):
    """Wait until the fact holds; fail when it does not in time."""
    deadline = time.monotonic() + seconds
    while not (found := fact()):
        assert time.monotonic() < deadline, "it did not come to hold in time"
        time.sleep(0.02)
    return found


@contextmanager
def worker(media, *arguments, batch=5):
    """Start a worker on this database; it is killed at the end if it is still there."""
    told = {"WORKER_DB": connection.settings_dict["NAME"], "WORKER_MEDIA": str(media), "WORKER_BATCH": str(batch)}
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, *arguments], env=os.environ | told)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def brake(table, condition):
    """Let nobody insert the row of the condition ("NEW.serial = 7") into the table for as long as it lasts; end it early by ``release``."""
    rows(f"CREATE FUNCTION brake() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock({BRAKE}); RETURN NEW; END'")
    rows(f"CREATE TRIGGER brake BEFORE INSERT ON {table} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION brake()")
    rows("SELECT pg_advisory_lock(%s)", [BRAKE])
    try:
        yield
    finally:
        release()
        rows(f"DROP TRIGGER brake ON {table}")
        rows("DROP FUNCTION brake")


def release():
    """Let the brake go; once is enough."""
    rows("SELECT pg_advisory_unlock_all()")


def braked():
    """Return the process of this database that stands at the brake, None while there is none; other runs share the server."""
    here = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    found = rows(f"SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted AND {here}", [BRAKE])
    return found[0][0] if found else None


def find_the_dead():
    """Do what the clock does each minute, a minute and a half later: give the jobs of dead workers back."""
    rows("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '90 seconds'")
    work(schedule.retry_stalled_jobs)


def finish(media, **options):
    """Let a new worker do all that waits."""
    with worker(media, "--one-shot", **options) as process:
        assert process.wait(60) == 0


@contextmanager
def full_disk(most=50_000):
    """Let the kernel refuse to write more than so many bytes into any one file, as a disk does that has no more room."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
