"""Jobs live and die with the transaction that asked for them; news reaches those who listen."""

import json

import pytest
from django.db import connection, transaction

from klynge.core import jobs
from klynge.project.reactions import REACTIONS


@pytest.fixture
def reactions():
    """Let a test write its own table of who listens."""
    yield jobs.wire
    jobs.wire(REACTIONS)


def _waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs ORDER BY id")
        return [(name, json.loads(arguments)) for name, arguments in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_transaction_that_is_rolled_back_never_was():
    with transaction.atomic():
        jobs.enqueue("core.test", number=1)
        transaction.set_rollback(True)
    assert _waiting() == []


@pytest.mark.django_db(transaction=True)
def test_a_job_waits_once_its_transaction_is_committed():
    with transaction.atomic():
        jobs.enqueue("core.test", number=1)
    assert _waiting() == [("core.test", {"number": 1})]


@pytest.mark.django_db
def test_news_becomes_a_job_for_each_listener(reactions):
    reactions({"core.happened": ("core.first", "core.second"), "core.unheard": ()})
    jobs.announce("core.happened", row_id=7)
    jobs.announce("core.unheard", row_id=8)
    assert _waiting() == [("core.first", {"row_id": 7}), ("core.second", {"row_id": 7})]


@pytest.mark.django_db
def test_news_that_nobody_knows_of_is_a_fault(reactions):
    reactions({})
    with pytest.raises(KeyError, match=r"core\.unknown"):
        jobs.announce("core.unknown")


def test_every_listener_in_the_table_is_a_job_that_exists():
    from procrastinate.contrib.django import app

    assert sorted({name for names in REACTIONS.values() for name in names} - set(app.tasks)) == []


def test_a_job_is_tried_as_often_as_it_says():
    once, thrice = jobs.task("core.once", tries=1)(_nothing), jobs.task("core.thrice", tries=3)(_nothing)
    assert once.retry_strategy is None
    assert thrice.retry_strategy.max_attempts == 2  # two more after the first


def _nothing():
    return None
