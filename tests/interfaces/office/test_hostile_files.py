"""Files that are not what they say: refused in a sentence beside the field or on the terminal, and nothing of them is kept."""

import os
import resource
import subprocess
import sys
from functools import cache

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_scopes import scope

from klynge.audit.models import AuditEvent
from klynge.files.models import StoredFile
from klynge.interfaces.cli.main import run
from klynge.membership.models import ImportRun, Membership
from tests.hostile_files import cells, lying_bomb, png, workbook

LIST = cells(A1="Navn", A2="Havn ApS")
ENTITY = '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    "<!DOCTYPE worksheet [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {b} '{f'&{a};' * 20}'>" for a, b in zip("abcdefg", "bcdefgh", strict=True))
    + "]>"
)
NO_LISTS = {
    "a PDF": (lambda: b"%PDF-1.7\n%\xe2\xe3", "whatever its name says"),
    "a picture": (png, "whatever its name says"),
    "a page": (lambda: b"<!DOCTYPE html><table><tr><td>Navn", "whatever its name says"),
    "an archive": (lambda: workbook(LIST).replace(b"xl/work", b"ab/work"), "no spreadsheet"),
    "half a workbook": (lambda: workbook(LIST)[:300], "damaged"),
    "an entity from a file": (lambda: workbook(cells(A1="Navn", A2="&x;"), before=ENTITY), "damaged"),
    "an entity that unfolds": (lambda: workbook(cells(A1="Navn", A2="&h;"), before=LAUGHS), "damaged"),
    "a cell at the far end": (lambda: workbook(LIST + cells(XFD1048576="x")), "too large"),
    "a cell beyond all rows": (lambda: workbook(LIST + cells(A4000000000="x")), "too large"),
    "a bomb that says so": (lambda: workbook(LIST, bomb="0" * 301_000_000), "too large"),
    "a bomb that lies": (lying_bomb, "damaged"),
    "a line of a million": (lambda: b'Navn;CVR\n"' + b"x" * 1_100_000, "quotation mark is never closed"),
    "one line": (lambda: b"x;" * 5_000_000, "more than 200 columns"),
    "nothing": (lambda: b"", "is empty"),
    "blanks": (lambda: b"\xef\xbb\xbf \r\n\r\n", "is empty"),
    "headings": (lambda: "Navn;CVR;Ansatte\n".encode("utf-16"), "no row below"),
    "headings of a workbook": (lambda: workbook(cells(A1="Navn")), "no row below"),
}  # fmt: skip
MOST = 400 << 20  # bytes that reading a hostile file may add to this process


@cache
def content(name):
    return NO_LISTS[name][0]()


@pytest.fixture
def stage(world, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    client.force_login(world.astrid_user)
    return world


def assert_nothing_is_kept(stage, tmp_path):
    with scope(cluster=stage.nordlys):
        assert [StoredFile.objects.count(), ImportRun.objects.count(), Membership.objects.count(), AuditEvent.objects.count()] == [
            0,
            0,
            1,
            0,
        ]
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", NO_LISTS)
def test_the_page_says_what_the_file_is_and_keeps_nothing(stage, client, tmp_path, name):
    file = SimpleUploadedFile("medlemmer.xlsx", content(name))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = client.post(reverse("office:imports:new", args=["nordlys"]), {"file": file})
    assert (answer.status_code, NO_LISTS[name][1] in answer.content.decode()) == (422, True)
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < MOST
    assert_nothing_is_kept(stage, tmp_path)


@pytest.mark.parametrize("name", NO_LISTS)
def test_the_command_says_what_the_file_is_and_keeps_nothing(stage, tmp_path, capsys, name):
    (path := tmp_path / "medlemmer.csv").write_bytes(content(name))
    assert run(["members", "import", str(path), "--cluster", "nordlys", "--commit"]) == 2
    said = capsys.readouterr().err
    assert "“medlemmer.csv”" in said and NO_LISTS[name][1] in said
    assert_nothing_is_kept(stage, tmp_path)


@pytest.mark.parametrize("command", [["members", "import"], ["schedules", "import"], ["bank", "import"]])
@pytest.mark.parametrize("size", [300 << 20, 3 << 30])
def test_a_sparse_file_is_refused_before_it_is_read(stage, tmp_path, capsys, command, size):
    with (path := tmp_path / "tom.csv").open("wb") as file:
        file.truncate(size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert run([*command, str(path), "--cluster", "nordlys"]) == 2
    assert "tom.csv" in (said := capsys.readouterr().err) and "larger than" in said
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < 64 << 20
    assert_nothing_is_kept(stage, tmp_path)


@pytest.mark.parametrize("command", [["members", "import"], ["schedules", "import"], ["bank", "import"]])
def test_what_is_no_file_at_all_is_said(stage, tmp_path, capsys, command):
    os.mkfifo(tmp_path / "ror")
    for name in ("nope.csv", "", "ror"):
        assert run([*command, str(tmp_path / name), "--cluster", "nordlys"]) == 2
        assert name in capsys.readouterr().err
    assert_nothing_is_kept(stage, tmp_path)


@pytest.mark.parametrize(
    ("encoding", "name"), [("utf-16", "Ærø Båd"), ("utf-16-be", "\ufeffÆrø Båd"), ("cp1252", "Ærø – Båd"), ("utf-8-sig", "Ærø 😀")]
)
def test_a_list_is_read_in_whatever_it_is_written(stage, client, encoding, name):
    text = f"Navn;CVR\n{name};13585628\n" if not name.startswith("\ufeff") else f"\ufeffNavn;CVR\n{name[1:]};13585628\n"
    client.post(reverse("office:imports:new", args=["nordlys"]), {"file": SimpleUploadedFile("x.txt", text.encode(encoding))})
    with scope(cluster=stage.nordlys):
        assert ImportRun.objects.get().rows.get().cells == [name.removeprefix("\ufeff"), "13585628"]


def test_bytes_that_mean_nothing_become_a_visible_mark(stage, client):
    file = SimpleUploadedFile("x.csv", b"Navn;By\n\xc6r\xf8 \x81\x8d;Sk\xe6lsk\xf8r\n")
    page = client.post(reverse("office:imports:new", args=["nordlys"]), {"file": file}, follow=True).content.decode()
    assert "Ærø \ufffd\ufffd" in page


LOGOS = {
    "a script": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "scripts"),
    "a picture that is none": (b"%PDF-1.7", "neither a PNG nor an SVG"),
    "a JPEG called PNG": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "neither a PNG nor an SVG"),
    "too many pixels": (png(60_000, 1), "4,000 pixels"),
    "no pixels": (png(0, 0), "4,000 pixels"),
    "pixels that are missing": (png(4_000, 4_000, pixels=b"\x00" * 20), "damaged"),
    "a drawing that breaks off": (b'<svg xmlns="http://www.w3.org/2000/svg"><g></svg>', "damaged"),
    "a drawing too deep": (b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g>" * 60_000 + b"</g>" * 60_000 + b"</svg>", "damaged"),
    "too many bytes": (png() + b"\0" * 600_000, "larger than 512 KB"),
}


@pytest.mark.parametrize("name", LOGOS)
def test_a_logo_that_would_do_harm_or_cannot_be_printed_is_refused(stage, client, tmp_path, name):
    picture, said = LOGOS[name]
    answer = client.post(reverse("office:settings:change_logo", args=["nordlys"]), {"logo": SimpleUploadedFile("logo.png", picture)})
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    stage.nordlys.refresh_from_db()
    assert stage.nordlys.logo.name == ""
    assert_nothing_is_kept(stage, tmp_path)


def test_a_picture_is_known_by_its_bytes_and_not_by_its_name(stage, client):
    address = reverse("office:settings:change_logo", args=["nordlys"])
    assert client.post(address, {"logo": SimpleUploadedFile("logo.exe", png(), content_type="text/html")}).status_code == 302
    shown = client.get(reverse("office:settings:logo", args=["nordlys"]))
    assert (shown["Content-Type"], b"".join(shown)) == ("image/png", png())


def test_a_reader_that_is_ended_from_outside_leaves_a_sentence(stage, client, monkeypatch, tmp_path):
    """The child process may be killed by the system, when memory runs out."""
    (program := tmp_path / "python").write_text("#!/bin/sh\nkill -9 $$\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    assert subprocess.run([program], check=False).returncode == -9
    file = SimpleUploadedFile("x.xlsx", workbook(LIST))
    answer = client.post(reverse("office:imports:new", args=["nordlys"]), {"file": file})
    assert (answer.status_code, "too large" in answer.content.decode()) == (422, True)
