"""A commit that lets go of its locks first, and is on the disk before anybody is told."""

from django.db import connection, transaction

# A message in the log that nobody reads: its own commit waits until the log is on the disk, together with everything written before it.
FLUSH = "SELECT pg_logical_emit_message(true, 'klynge', '')"


def flush_after_release() -> None:
    """Let the transaction that is open commit without waiting for the disk, and wait directly afterwards, when its locks are gone.

    Where many wait for one row, the disk's two milliseconds would else be added up for all of them; so they wait for it together. What an
    outer transaction does is committed with it. Call it inside ``atomic``.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    transaction.on_commit(_flush)


def _flush() -> None:
    with connection.cursor() as cursor:
        cursor.execute(FLUSH)
