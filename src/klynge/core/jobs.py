"""Work that waits: jobs by name in the same transaction, and news that others may answer."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

_reactions: dict[str, Sequence[str]] = {}


def enqueue(name: str, **arguments: Any) -> None:
    """Put a job on the queue by its name; it exists only if the surrounding transaction commits."""
    app.configure_task(name).defer(**arguments)


def is_pending(name: str, **arguments: Any) -> bool:
    """Say whether a job of the name with these arguments waits or is being done."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE task_name = %s AND args @> %s::jsonb AND status IN ('todo', 'doing'))",
            [name, json.dumps(arguments)],
        )
        return bool(cursor.fetchone()[0])


def announce(news: str, **facts: object) -> None:
    """Tell the rooms above what happened; each listener becomes a job. Unknown news is a fault in the table."""
    for job in _reactions[news]:
        enqueue(job, **facts)


def wire(reactions: Mapping[str, Sequence[str]]) -> None:
    """Hand over the table of who listens to what (project/reactions.py)."""
    _reactions.clear()
    _reactions.update(reactions)


def task(name: str, *, tries: int = 5, queueing_lock: str | None = None) -> Callable[[Callable[..., Any]], Any]:
    """Declare a job under its public name, retried with growing pauses."""
    # procrastinate counts retries, not runs: max_attempts=4 runs five times
    retry = RetryStrategy(max_attempts=tries - 1, exponential_wait=4) if tries > 1 else False
    return app.task(name=name, retry=retry, queueing_lock=queueing_lock, pass_context=False)
