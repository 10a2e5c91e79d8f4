"""``klynge members`` on the command line."""

import json
from pathlib import Path

import pytest
from django_scopes import scope

from klynge.directory.models import Organisation, refresh_search
from klynge.interfaces.cli.main import run
from klynge.membership.models import Membership
from tests.factories import member

FILE = "Firmanavn;CVR;Ansatte;Indmeldt\nHavn ApS;13585628;10-19;2020\nForkert;123;5;2020\nTjek;12345678;200+;2020\n"


@pytest.fixture
def file(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (path := tmp_path / "liste.csv").write_text(FILE, encoding="cp1252")
    return path


def klynge(capsys, *arguments):
    code = run(["members", *map(str, arguments), "--cluster", "nordlys"])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_a_rehearsal_says_what_would_happen_and_touches_no_member(world, file, capsys):
    code, out, _ = klynge(capsys, "import", file)
    assert code == 1 and "row 3: CVR: “123”" in out and "A rehearsal: no member was touched" in out
    with scope(cluster=world.nordlys):
        assert Membership.objects.count() == 1


def test_with_commit_the_good_rows_are_written_and_the_faulty_ones_come_back(world, file, capsys):
    code, out, _ = klynge(capsys, "import", file, "--commit", "--json", "--confirm-sizes")
    told = json.loads(out)
    assert (code, told["committed"], told["counts"]) == (1, True, {"rows": 3, "new": 2, "update": 0, "unchanged": 0, "faulty": 1})
    assert [row["row"] for row in told["faulty"]] == [3] and [row["row"] for row in told["warnings"]] == [4]
    assert "Forkert;123;5;2020;" in Path(told["rejects"]).read_text(encoding="utf-8-sig")


def test_a_clean_file_ends_well_and_says_so(world, file, capsys):
    file.write_text("Firma X;Farve\nHavn;rød\n", encoding="utf-8")
    code, out, _ = klynge(capsys, "import", file, "--commit", "--column", "Firma X=name")
    assert code == 0 and "not read Farve" in out and "The good rows are written down." in out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [(("--column", "Firma"), "HEADING=FIELD"), (("--column", "Firma=name"), "Firma"), ((), "liste.csv")],
)
def test_what_cannot_be_read_is_said_in_one_sentence(world, file, capsys, arguments, sentence):
    if not arguments:
        file.write_bytes(b"%PDF-1.7")
    code, _, err = klynge(capsys, "import", file, *arguments)
    assert code == 2 and sentence in err


def test_a_file_that_is_not_there_is_said(world, tmp_path, capsys):
    code, _, err = klynge(capsys, "import", tmp_path / "nope.csv")
    assert code == 2 and "nope.csv" in err


def test_members_are_listed_on_a_day_and_found_with_a_slip(world, capsys):
    with scope(cluster=world.nordlys):
        member(world.nordlys, world.ordinary, "Havn Net", 12)
        refresh_search(Organisation.objects.values_list("pk", flat=True))
    code, out, _ = klynge(capsys, "list", "--on", "2027-01-04", "--json")
    told = json.loads(out)
    assert (code, told["count"], [row["name"] for row in told["members"]]) == (0, 2, ["Fjord Data ApS", "Havn Net"])
    assert told["members"][1]["employees"] == "12"
    assert "Fjord Data ApS" in klynge(capsys, "list", "--search", "Fjrod Data")[1]
    assert "0 members on 2019-12-31" in klynge(capsys, "list", "--on", "2019-12-31")[1]
