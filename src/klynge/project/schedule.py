"""All that happens by the clock, on one page; and the few chores that belong to no room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from asgiref.sync import async_to_sync
from django.contrib.sessions.backends.db import SessionStore
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from klynge.core import jobs
from klynge.core.clock import DANISH

SILENT = 60  # seconds without a heartbeat after which a worker counts as dead
MOST_TRIES = 10  # a job that has taken its worker down this often is not tried again


@dataclass(frozen=True, slots=True)
class Periodic:
    """A job and when it starts: every so many minutes, or at one time of the Danish day."""

    job: str
    why: str
    every_minutes: int = 0
    hour: int = 0  # 3 to 23, so that the moment exists once on every day, also when the clocks change
    minute: int = 0

    @property
    def cron(self) -> str:
        """The moments to look at in UTC; for a Danish hour both that it can be, in summer and in winter."""
        if self.every_minutes:
            return f"*/{self.every_minutes} * * * *"
        return f"{self.minute} {self.hour - 2},{self.hour - 1} * * *"

    def is_due(self, timestamp: int) -> bool:
        """Say whether the job starts at this moment (seconds since 1970)."""
        return bool(self.every_minutes) or datetime.fromtimestamp(timestamp, DANISH).hour == self.hour


SCHEDULE = [
    Periodic("project.retry_stalled_jobs", "A killed worker leaves jobs that look busy; they are given to another.", every_minutes=1),
    Periodic("webhooks.tell_all", "Programs outside are told what happened.", every_minutes=1),
    Periodic("outbox.send_waiting", "Mail that the server put off is tried again.", every_minutes=5),
    Periodic("newsletters.release_due", "Editions of the newsletter leave at the moment that was chosen.", every_minutes=5),
    Periodic("events.move_queues", "A seat that was offered and not taken goes to the next who waits.", every_minutes=5),
    Periodic("billing.send_waiting_einvoices", "E-invoices that did not get through are tried again, receivers asked.", every_minutes=5),
    Periodic(
        "billing.match_all_entries",
        "What the bank told finds what was invoiced since, and days that were ahead have come.",
        hour=5,
        minute=20,
    ),
    Periodic("project.delete_old_jobs", "Jobs done a week ago are of no use; failed ones stay for people to see.", hour=3, minute=20),
    Periodic("membership.review_benefits", "The benefits of members in arrears rest, by the cluster's own rule.", hour=4, minute=10),
    Periodic(
        "ledger.seal_books",
        "What was posted and done today is sealed, so that a later change behind the program's back is found.",
        hour=3,
        minute=50,
    ),
    Periodic("events.remind_attendees", "Who comes tomorrow is reminded, and gives the seat back in time.", hour=9, minute=10),
    Periodic("events.ask_feedback", "Who was there yesterday is asked how it was.", hour=9, minute=30),
    Periodic("networks.tell_day", "Those who sit in a network hear once a day what was written in it.", hour=15, minute=10),
    Periodic("engagement.review_members", "What was long ago counts less: members are scored anew.", hour=4, minute=50),
    Periodic("matchmaking.review_day", "New suggestions; questions about introductions and word of deadlines.", hour=5, minute=40),
    Periodic("privacy.review_retention", "What was kept as long as it may be goes, where the cluster has ordered it.", hour=4, minute=30),
    Periodic("project.delete_expired_sessions", "Sign-ins that have expired hold personal data for nothing.", hour=3, minute=40),
]


@jobs.task("project.retry_stalled_jobs", tries=1)
def retry_stalled_jobs() -> None:
    """Give the jobs of dead workers back to the queue; one that keeps killing workers is marked as failed."""
    for job in async_to_sync(app.job_manager.get_stalled_jobs)(seconds_since_heartbeat=SILENT):
        if job.attempts >= MOST_TRIES:
            async_to_sync(app.job_manager.finish_job)(job, status=Status.FAILED, delete_job=False)
        else:
            async_to_sync(app.job_manager.retry_job)(job, retry_at=datetime.now(UTC))


@jobs.task("project.delete_old_jobs", tries=1)
def delete_old_jobs() -> None:
    """Delete jobs that were done a week ago."""
    async_to_sync(app.job_manager.delete_old_jobs)(nb_hours=7 * 24)


@jobs.task("project.delete_expired_sessions", tries=1)
def delete_expired_sessions() -> None:
    """Delete sign-in sessions past their end."""
    SessionStore.clear_expired()


def register() -> None:
    """Hand the schedule to the worker; two workers never start the same moment twice."""
    for periodic in SCHEDULE:
        name = f"schedule.{periodic.job}"
        if name not in app.tasks:
            app.periodic(cron=periodic.cron, periodic_id=periodic.job)(
                app.task(name=name, queueing_lock=name, pass_context=False)(_starter(periodic))
            )


def _starter(periodic: Periodic) -> Callable[[int], None]:
    def start(timestamp: int) -> None:
        if periodic.is_due(timestamp):
            jobs.enqueue(periodic.job)

    return start
