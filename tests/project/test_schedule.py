"""What happens by the clock happens, at Danish times, and survives a killed worker."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from klynge.core import jobs
from klynge.project import schedule
from klynge.project.schedule import SCHEDULE, Periodic


def stamp(*moment):
    return int(datetime(*moment, tzinfo=UTC).timestamp())


def rows(sql, params=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


@pytest.mark.parametrize(
    ("moment", "is_due"),
    [((2027, 1, 4, 2, 20), True), ((2027, 1, 4, 1, 20), False), ((2027, 7, 4, 1, 20), True), ((2027, 7, 4, 2, 20), False)],
)
def test_a_danish_hour_is_the_same_in_summer_and_in_winter(moment, is_due):
    periodic = Periodic("x", "y", hour=3, minute=20)
    assert (periodic.cron, periodic.is_due(stamp(*moment))) == ("20 1,2 * * *", is_due)


def test_every_periodic_job_exists_and_says_why():
    assert {periodic.job for periodic in SCHEDULE} <= set(app.tasks)
    assert all(periodic.why for periodic in SCHEDULE)
    assert {f"schedule.{periodic.job}" for periodic in SCHEDULE} <= {key[0] for key in app.periodic_registry.periodic_tasks}


@pytest.mark.django_db(transaction=True)
def test_a_due_moment_puts_the_job_on_the_queue():
    app.tasks["schedule.outbox.send_waiting"](timestamp=stamp(2027, 1, 4, 2, 20))
    app.tasks["schedule.project.delete_old_jobs"](timestamp=stamp(2027, 1, 4, 1, 20))
    assert rows("SELECT task_name FROM procrastinate_jobs") == [("outbox.send_waiting",)]


def work(task):
    """Do the task in a thread, as the worker does; a browser test before may have left a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_and_hang_up, task).result()


def _and_hang_up(task):
    try:
        task()
    finally:
        connection.close()


def busy_with_a_dead_worker(attempts=1):
    jobs.enqueue("project.delete_expired_sessions")
    rows("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 minutes')")
    rows(
        "UPDATE procrastinate_jobs SET status = 'doing', attempts = %s, worker_id = (SELECT max(id) FROM procrastinate_workers)", [attempts]
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("attempts", "status"), [(1, "todo"), (10, "failed")])
def test_the_job_of_a_killed_worker_is_tried_again_but_not_for_ever(attempts, status):
    busy_with_a_dead_worker(attempts)
    work(schedule.retry_stalled_jobs)
    assert rows("SELECT status::text FROM procrastinate_jobs") == [(status,)]
    rows("TRUNCATE procrastinate_workers CASCADE")


@pytest.mark.django_db(transaction=True)
def test_a_job_done_long_ago_goes_and_a_failed_one_stays():
    for status in ("succeeded", "failed"):
        jobs.enqueue("project.delete_expired_sessions")
        rows("UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo'")
        rows("UPDATE procrastinate_jobs SET status = %s WHERE status = 'doing'", [status])
    rows("UPDATE procrastinate_events SET at = now() - interval '8 days'")
    work(schedule.delete_old_jobs)
    assert rows("SELECT status::text FROM procrastinate_jobs") == [("failed",)]


def test_expired_sessions_are_deleted(db):
    for days in (-1, 1):
        session = SessionStore()
        session.create()
        Session.objects.filter(pk=session.session_key).update(expire_date=timezone.now() + timedelta(days=days))
    schedule.delete_expired_sessions()
    assert Session.objects.count() == 1
