"""``klynge bench`` with a handful of members: that it measures the right thing, not how fast."""

import gzip
import json
import os

import pytest
from django.db import connection

from bench.matching import speed
from klynge.interfaces.cli.main import run


@pytest.fixture
def server(django_db_setup, django_db_blocker):
    """A server on which databases may be made: a benchmark opens its own, so none of the test's transactions is around it."""
    with django_db_blocker.unblock():
        yield connection
        connection.close()


@pytest.fixture(autouse=True)
def _hosts(settings):
    settings.ALLOWED_HOSTS = list(settings.ALLOWED_HOSTS)  # bench pages adds the test client's; put back afterwards


def klynge(capsys, *arguments):
    code = run(["bench", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def databases(server):
    with server._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname = %s", [f"klynge_bench_{os.getpid()}"])
        return cursor.fetchall()


def test_dues_are_billed_to_every_member_and_the_books_agree(server, capsys):
    name = server.settings_dict["NAME"]
    code, out, _ = klynge(capsys, "dues", "--members", "7", "--json")
    figures = json.loads(out)
    assert (code, figures["members"], figures["batches"]) == (0, 7, 1)
    assert figures["checks"] == {
        "periods": 7,
        "invoices": 7,
        "last_serial": 7,
        "receivable_is_invoiced": True,
        "vat_is_a_quarter_half_up": True,
    }
    assert (databases(server), server.settings_dict["NAME"]) == ([], name)


def test_payments_are_matched_and_booked_and_none_of_them_wrong(server, capsys):
    code, out, _ = klynge(capsys, "reconcile", "--payments", "200", "--json")
    figures = json.loads(out)
    assert (code, figures["payments"], databases(server)) == (0, 200, [])
    for part in ("rules", "database"):
        assert (figures[part]["wrong"], figures[part]["matched"]) == (0, figures["rules"]["matched"])
    assert figures["rules"]["matched_per_cent"] > 90
    assert set(figures["database"]["checks"].values()) == {True}


def test_no_number_of_members_but_a_positive_one_is_taken(server, capsys):
    code, out, err = klynge(capsys, "dues", "--members", "0")
    assert (code, out) == (2, "")
    assert "at least one member" in err
    assert databases(server) == []


def test_an_installation_without_the_folder_says_where_benchmarks_run(settings, tmp_path, capsys):
    settings.ROOT = tmp_path
    code, out, err = klynge(capsys, "pages", "--members", "7")
    assert (code, out) == (2, "")
    assert "run benchmarks from a checkout" in err


def test_the_public_site_is_opened_as_nobody_and_weighed(server, capsys):
    code, out, _ = klynge(capsys, "site", "--members", "7", "--json")
    figures = json.loads(out)
    # seven statements: the site, whether it counts visitors, members and their number, news, testimonials, standing pages
    assert (code, databases(server), figures["pages"]["front"]["queries"]) == (0, [], 7)
    assert all(weight < 60 for weight in figures["weights_kib"].values())


def test_partners_are_recommended_from_consortia(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("bench.recommend.speed", lambda companies: speed(companies // 100))  # fifty companies are enough to see it work
    rows = ["project,role,organisation,type,country,start_date"]
    for number in range(60):
        year, team = 2016 + number % 3, {number % 9, (number * 2) % 9, (number * 4 + 1) % 9}
        rows += [f"{number},participant,{one},PRC,DK,{year}-05-01" for one in sorted(team)]
    for name, text in (("participations", "\n".join(rows)), ("programme_parts", "project,programme_part\n0,LEIT\n1,SC7\n")):
        (tmp_path / f"{name}.csv.gz").write_bytes(gzip.compress(text.encode()))
    code, out, _ = klynge(capsys, "recommend", str(tmp_path))
    figures = json.loads(out)
    danish = figures["years"]["2018"]["Danish"]
    assert code == 0 and danish["organisations"] == 9 and set(danish["methods"]) >= {"random", "popularity", "random walk", "ours"}
    assert figures["Danish to English"]["themes and letters"]["hit@10"] > 0.5 and figures["top ten for all"]["companies with ten"] == 50
    assert klynge(capsys, "recommend", str(tmp_path / "none"))[0] == 2
