"""A backup is taken, everything is destroyed, and it all comes back; what is damaged is refused."""

import io
import json
import os
import tarfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from django_scopes import scope

from klynge.access.models import Cluster
from klynge.audit.actions import seal_stream
from klynge.interfaces.cli.keeping.contents import row_counts
from klynge.interfaces.cli.keeping.programs import on_server
from klynge.interfaces.cli.main import run
from klynge.membership.actions import present_cluster
from klynge.membership.models import Membership

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    default_storage.save("files/2027/01/letter.pdf", ContentFile(b"%PDF a letter"))
    return world


@pytest.fixture
def backup(stage, tmp_path):
    path = tmp_path / "a.tar"
    assert run(["backup", str(path)]) == 0
    return path


def databases_beside():
    with connection.cursor() as cursor:
        name = connection.settings_dict["NAME"]
        own = [f"{name}_before_%", f"klynge_restore_{os.getpid()}"]  # other runs on the same server have their own
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s OR datname = %s", own)
        return [found for (found,) in cursor.fetchall()]


@pytest.fixture(autouse=True)
def _nothing_stays_beside():
    yield
    on_server(*(f'DROP DATABASE "{name}" WITH (FORCE)' for name in databases_beside()))


def altered(path, name, content):
    """Return a copy of the archive in which one part has other content."""
    copy = path.with_name("altered.tar")
    with tarfile.open(path) as old, tarfile.open(copy, "w") as new:
        for member in old.getmembers():
            body = content if member.name == name else old.extractfile(member).read()
            member.size = len(body)
            new.addfile(member, io.BytesIO(body))
    return copy


def listed(path):
    with tarfile.open(path) as tar:
        return json.loads(tar.extractfile("manifest.json").read())


def test_what_was_destroyed_comes_back_row_for_row(stage, backup, capsys):
    before = row_counts()
    with scope(cluster=stage.nordlys):
        Membership.objects.all().delete()
    default_storage.delete("files/2027/01/letter.pdf")
    assert run(["restore", str(backup), "--commit", "--replace", "--json"]) == 0
    assert row_counts() == before
    with scope(cluster=stage.nordlys):
        assert Membership.objects.get(pk=stage.fjord_membership.pk).member_no == 1
    assert default_storage.open("files/2027/01/letter.pdf").read() == b"%PDF a letter"
    assert len(databases_beside()) == 1


def test_a_rehearsal_changes_nothing_and_leaves_nothing(stage, backup, capsys):
    Cluster.objects.filter(pk=stage.havblik.pk).update(name="Renamed")
    assert run(["restore", str(backup)]) == 0
    assert run(["verify", str(backup)]) == 0
    assert (Cluster.objects.get(pk=stage.havblik.pk).name, databases_beside()) == ("Renamed", [])
    assert "Nothing was changed" in capsys.readouterr().out


def test_data_that_is_here_is_not_replaced_unasked(stage, backup, capsys):
    assert run(["restore", str(backup), "--commit"]) == 2
    assert "holds data already" in capsys.readouterr().err
    assert databases_beside() == []


def test_a_backup_is_never_written_over(backup, capsys):
    content = backup.read_bytes()
    assert run(["backup", str(backup)]) == 2
    assert backup.read_bytes() == content
    assert oct(backup.stat().st_mode)[-3:] == "600"


@pytest.mark.parametrize("name", ["database.dump", "media/files/2027/01/letter.pdf"])
def test_a_damaged_backup_is_refused_by_name(stage, backup, capsys, name):
    for command in (["verify"], ["restore", "--commit", "--replace"]):
        assert run([command[0], str(altered(backup, name, b"something else")), *command[1:]]) == 2
        assert f"{name} is not what it was" in capsys.readouterr().err
    assert databases_beside() == []


def test_a_backup_of_a_newer_program_or_with_other_rows_is_refused(stage, backup, capsys):
    manifest = listed(backup)
    newer = {**manifest, "migrations": [*manifest["migrations"], "membership.9999_from_tomorrow"]}
    other = {**manifest, "rows": {**manifest["rows"], "access_cluster": 77}}
    for changed, word in ((newer, "newer Klynge"), ({**manifest, "form": 99}, "newer Klynge"), (other, "not those of the backup")):
        assert run(["verify", str(altered(backup, "manifest.json", json.dumps(changed).encode()))]) == 2
        assert word in capsys.readouterr().err


def test_a_document_can_not_leave_its_folder(stage, backup, capsys, tmp_path):
    manifest = listed(backup)
    name = "media/files/2027/01/letter.pdf"
    parts = [{**part, "name": "media/../../escaped" if part["name"] == name else part["name"]} for part in manifest["parts"]]
    evil = altered(backup, "manifest.json", json.dumps({**manifest, "parts": parts}).encode())
    with tarfile.open(evil, "a") as tar:
        member = tarfile.TarInfo("media/../../escaped")
        member.size = len(b"%PDF a letter")
        tar.addfile(member, io.BytesIO(b"%PDF a letter"))
    assert run(["restore", str(evil), "--commit", "--replace"]) == 2
    assert "outside its folder" in capsys.readouterr().err
    assert not (tmp_path.parent / "escaped").exists()


@pytest.mark.parametrize("content", [b"", b"no tar", b"x" * 20_000])
def test_what_is_no_backup_is_said_to_be_none(tmp_path, capsys, content):
    path = tmp_path / "a.tar"
    path.write_bytes(content)
    assert run(["verify", str(path)]) == 2
    assert "backup" in capsys.readouterr().err


def test_an_altered_book_is_found_when_the_backup_is_checked(stage, capsys, tmp_path):
    with scope(cluster=stage.nordlys):
        present_cluster(stage.nordlys, texts={"headline": {"da": "Nordlys"}}, is_public=True, actor=stage.astrid, at=timezone.now())
        assert seal_stream(stage.nordlys, actor=stage.frida, at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE audit_auditevent SET verb = 'x.y.z' WHERE id = (SELECT min(id) FROM audit_auditevent WHERE cluster_id = %s)",
            [stage.nordlys.pk],
        )
        cursor.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER USER")
    assert run(["backup", str(tmp_path / "b.tar")]) == 0
    assert run(["verify", str(tmp_path / "b.tar")]) == 2
    assert "do not fit their seals" in capsys.readouterr().err
