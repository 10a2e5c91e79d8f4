"""The command line for fee schedules."""

import argparse
from datetime import date

import pytest
from django_scopes import scope, scopes_disabled

from klynge.core.errors import Invalid
from klynge.interfaces.cli import schedules
from klynge.membership.models import FeeSchedule
from tests import factories
from tests.membership.schedule_files import FILE


def run(*arguments):
    parser = argparse.ArgumentParser()
    schedules.register(parser.add_subparsers())
    options = parser.parse_args(["schedules", *arguments, "--cluster", "nordlys"])
    return options.run(options)


@pytest.fixture
def file(world, tmp_path):
    path = tmp_path / "published.csv"
    path.write_text(FILE, encoding="utf-8")
    return str(path)


def stored():
    with scopes_disabled():
        return FeeSchedule.objects.count()


def test_importing_rehearses_unless_it_is_told_to_commit(file):
    rehearsed = run("import", file)
    assert (rehearsed.data["rows"], rehearsed.data["committed"], stored()) == (25, False, 0)
    assert rehearsed.lines[-1].startswith("This was a rehearsal")
    assert run("import", file, "--commit").data["schedules"] == rehearsed.data["schedules"]
    assert stored() == 11


def test_validating_says_where_and_fails_when_there_are_errors(file):
    run("import", file, "--commit")
    output = run("validate", "--code", "horsens")
    assert output.code == 1
    assert "  error: Two categories cover exactly 50: 21-50 ansatte and 50 ansatte og derover." in output.lines
    assert run("validate", "--code", "assumed").code == 0
    assert len(run("validate").data["schedules"]) == 11
    with pytest.raises(Invalid, match="There is: aabenraa, aiw"):
        run("validate", "--code", "nothing")


def test_a_price_is_said_with_its_reasons(world):
    with scope(cluster=world.nordlys):
        factories.a1_schedule(world.nordlys, world.dues, proration="quarter", assumption={"en": "Steps 2-7 are assumed."})
    output = run("price", "--employees", "37", "--on", "2027-01-01", "--joined", "2027-05-20")
    assert output.data["net"] == {"amount": 4_875_00, "currency": "DKK"}
    assert output.lines[0] == "Kontingent v1: DKK 4,875.00 excl. VAT"
    assert output.lines[-1] == "The schedule rests on assumptions: Steps 2-7 are assumed."
    assert run("price", "--employees", "0", "--code", "ordinary", "--on", "2010-01-01").data["net_minor"] == 1_000_00


def test_a_price_that_can_not_be_said_is_refused_in_words(world, file):
    with pytest.raises(Invalid, match="in force"):
        run("price", "--employees", "5")
    run("import", file, "--commit")
    with pytest.raises(Invalid, match="250 to 250"):
        run("price", "--employees", "250", "--code", "made_research")
    with pytest.raises(Invalid, match="after the membership year"):
        run("price", "--employees", "25", "--code", "made_research", "--on", "2027-01-01", "--joined", "2028-01-01")
    with pytest.raises(SystemExit):
        run("price", "--employees", "-5")


def test_a_file_that_is_not_what_it_says_is_refused(world, tmp_path):
    picture = tmp_path / "picture.csv"
    picture.write_bytes(b"\x89PNG\0\0")
    with pytest.raises(Invalid, match="not a text file"):
        run("import", str(picture))
    old = tmp_path / "old.csv"
    old.write_bytes(FILE.encode("cp1252"))
    assert run("import", str(old)).data["rows"] == 25
    with pytest.raises(FileNotFoundError):
        run("import", str(tmp_path / "missing.csv"))


def test_a_member_of_an_earlier_year_pays_the_full_year(world):
    with scope(cluster=world.nordlys):
        factories.a1_schedule(world.nordlys, world.dues, proration="month")
    day = date(2026, 12, 31).isoformat()
    assert run("price", "--employees", "37", "--on", "2027-01-01", "--joined", day).data["net_minor"] == 6_500_00
