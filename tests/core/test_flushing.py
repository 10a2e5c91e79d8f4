"""A commit that lets go of its locks first is still on the disk before it is told."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from klynge.core.flushing import flush_after_release

pytestmark = pytest.mark.django_db(transaction=True)


def setting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting FROM pg_settings WHERE name = 'synchronous_commit'")
        return cursor.fetchone()[0]


def test_only_the_transaction_itself_does_not_wait_and_the_wait_comes_after_its_commit():
    usual = setting()
    with CaptureQueriesContext(connection) as seen, transaction.atomic():
        flush_after_release()
        assert setting() == "off"
    sent = [query["sql"] for query in seen.captured_queries]
    assert sent.index("COMMIT") < next(number for number, sql in enumerate(sent) if "pg_logical_emit_message" in sql)
    assert setting() == usual


def _undone():
    with transaction.atomic():
        flush_after_release()
        raise ValueError("undone")


def test_what_is_rolled_back_waits_for_nothing():
    with CaptureQueriesContext(connection) as seen, pytest.raises(ValueError, match="undone"):
        _undone()
    assert not any("pg_logical_emit_message" in query["sql"] for query in seen.captured_queries)
