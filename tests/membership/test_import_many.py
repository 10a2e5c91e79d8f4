"""Many rows at once: to the last good one, in seconds, in as many statements for ten as for a hundred."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from django_scopes import scope

from klynge.files.queries import read
from klynge.membership import actions
from klynge.membership.models import Membership
from klynge.membership.queries.import_reading import read_table
from tests.membership.member_files import commit, rehearse


@pytest.fixture
def who(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with scope(cluster=world.nordlys), override("en"):
        yield {"actor": world.astrid, "at": world.noon}


def _large_file():
    """5,000 rows, every 25th of them faulty in one of four ways."""
    faults = ["Navn {n};123;5;;;;9000", ";;5;;;;9000", "Navn {n};;-5;;;;9000", "Navn {n};;5;Per;per@;;9000"]
    for n in range(5_000):
        if n % 25 == 7:
            yield faults[n // 25 % 4].format(n=n)
        else:
            yield f"Firma {n * 7919 % 99991:05d} ApS;{n + 20_000_000};{n % 300};Person {n};p{n}@firma{n}.dk;{n % 28 + 1:02d}-03-2019;9000"


def test_five_thousand_rows_are_read_in_to_the_last_good_one(world, who):
    started = time.perf_counter()
    run = rehearse(world, *_large_file())
    rehearsed = time.perf_counter()
    run = commit(run, who)
    seconds = (rehearsed - started, time.perf_counter() - rehearsed)
    assert (run.counts["new"], run.counts["faulty"], Membership.objects.count()) == (4_800, 200, 4_801)
    back = read_table(read(run.rejects))
    assert (back.headers[-1], len(back.rows), run.rejects.name) == ("Reason", 200, "medlemmer-faulty.csv")
    assert all(row[-1] for _, row in back.rows)
    assert sum(seconds) < 60, seconds
    print(f"5,000 rows: rehearsed in {seconds[0]:.1f} s, written in {seconds[1]:.1f} s")


def test_a_batch_takes_as_many_statements_for_ten_rows_as_for_a_hundred(world, who):
    counted = []
    for start, count in ((0, 10), (100, 100)):
        lines = [f"Firma {n:04d};{n + 20_000_000};5;P {n};p{n}@f{n}.dk;2020;9000" for n in range(start, start + count)]
        run = rehearse(world, *lines)
        with CaptureQueriesContext(connection) as queries:
            actions.commit_import(run, **who)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_an_import_that_was_cut_off_goes_on_where_it_was(world, who):
    run = rehearse(world, *(f"Firma {letter * 3};;5;;;2020;9000" for letter in "abcde"))
    assert actions.commit_import(run, size=2, **who) is True
    assert Membership.objects.count() == 3
    assert commit(run, who).counts["new"] == 5
    assert Membership.objects.count() == 6
