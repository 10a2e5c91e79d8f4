"""Documents are kept whole or not at all."""

import hashlib
import os
import resource
import signal

import pytest
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.access.models import Role
from klynge.core.errors import Refused
from klynge.files.actions import store_file
from klynge.files.errors import StorageFault
from klynge.files.models import StoredFile
from klynge.files.queries import read

CONTENT = "Navn;Årsværk\nÆrø Færge;12\n".encode()


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def _store(world, actor, *, name="medlemmer.csv", content=CONTENT):
    return store_file(world.nordlys, name=name, content=content, content_type="text/csv", actor=actor, at=world.noon)


def test_the_bytes_come_back_with_their_fingerprint(world):
    with scope(cluster=world.nordlys):
        file = _store(world, world.astrid)

        assert (file.name, file.size, file.sha256) == ("medlemmer.csv", len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
        assert read(StoredFile.objects.get()) == CONTENT


@pytest.mark.parametrize(("given", "kept"), [("../../etc/passwd", "passwd"), ("C:\\x\\Liste.XLSX", "Liste.XLSX"), ("\x00\n", "file")])
def test_a_name_never_leads_out_of_the_storage(world, tmp_path, given, kept):
    with scope(cluster=world.nordlys):
        file = _store(world, world.astrid, name=given)

    assert file.name == kept
    assert os.path.realpath(file.blob.path).startswith(os.path.realpath(tmp_path))


@pytest.mark.parametrize("who", ["bo", "dorte"])
def test_strangers_and_members_store_nothing(world, who):
    with scope(cluster=world.nordlys):
        with pytest.raises(Refused):
            _store(world, getattr(world, who))
        assert list(StoredFile.objects.all()) == []


def test_a_reader_stores_nothing(world):
    reader = Actor(name="Rie", cluster_id=world.nordlys.pk, roles=frozenset({Role.READER}))
    with scope(cluster=world.nordlys), pytest.raises(Refused):
        _store(world, reader)


def test_a_full_disk_leaves_neither_row_nor_half_a_file(world, tmp_path):
    """The kernel itself refuses to write more than a kilobyte into one file."""
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, before[1]))
    try:
        with scope(cluster=world.nordlys), pytest.raises(StorageFault, match="big.bin"):
            _store(world, world.astrid, name="big.bin", content=b"x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)

    with scope(cluster=world.nordlys):
        assert list(StoredFile.objects.all()) == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_place_that_cannot_be_written_is_said_in_words(world, tmp_path, settings):
    (blocked := tmp_path / "blocked").write_text("a file where the folder should be")
    settings.MEDIA_ROOT = blocked
    with scope(cluster=world.nordlys):
        with pytest.raises(StorageFault, match="medlemmer.csv"):
            _store(world, world.astrid)
        assert list(StoredFile.objects.all()) == []


def test_bytes_that_changed_or_vanished_are_noticed(world):
    with scope(cluster=world.nordlys):
        file = _store(world, world.astrid)
    with open(file.blob.path, "ab") as stream:
        stream.write(b"!")
    with pytest.raises(StorageFault, match="medlemmer.csv"):
        read(file)
    os.remove(file.blob.path)
    with pytest.raises(StorageFault, match="medlemmer.csv"):
        read(file)
