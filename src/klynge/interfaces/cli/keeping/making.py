"""Make a backup: the database at one moment, then the documents."""

import tarfile
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from klynge.core.errors import Invalid

from .archive import DOCUMENTS, DUMP, FORM, KEY, LIST, Manifest, Part, add, part_of
from .contents import migrations, row_counts
from .programs import run_program


def make_backup(path: Path, *, at: datetime) -> Manifest:
    """Write everything to a new file, which is whole or not there. Raises: Invalid where a file of the name exists; OSError."""
    if path.exists():
        raise Invalid(f"{path} exists already. Name another file; a backup is never written over.", field="file")
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".klynge-backup-") as folder:
        dump = Path(folder) / DUMP
        rows, had = _dump(dump)
        documents = _documents()
        parts = [part_of(DUMP, dump), *(part_of(name, file) for name, file in documents)]
        key = settings.SECRET_KEY.encode()
        key_file = Path(folder) / KEY
        key_file.write_bytes(key)
        parts.append(part_of(KEY, key_file))
        manifest = Manifest(FORM, at.isoformat(), _server(), had, rows, parts)
        try:
            _write(partial, manifest, dump=dump, documents=documents, key=key)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    return manifest


def _dump(dump: Path) -> tuple[dict[str, int], list[str]]:
    """Dump the database as it is at one moment, and count its rows at the same."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        run_program("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={dump}")
        return row_counts(), migrations()


def _documents() -> list[tuple[str, Path]]:
    root = Path(settings.MEDIA_ROOT)
    files = sorted(path for path in root.rglob("*") if path.is_file()) if root.exists() else []
    return [(DOCUMENTS + path.relative_to(root).as_posix(), path) for path in files]


def _server() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


def _write(path: Path, manifest: Manifest, *, dump: Path, documents: list[tuple[str, Path]], key: bytes) -> None:
    path.touch(0o600)
    with tarfile.open(path, "w") as tar:
        add(tar, LIST, manifest.to_json())
        add(tar, KEY, key)
        tar.add(dump, DUMP)
        for name, file in documents:
            tar.add(file, name)


def kinds_of(parts: list[Part]) -> tuple[int, int]:
    """Return how many documents there are, and how many bytes everything has."""
    return sum(part.name.startswith(DOCUMENTS) for part in parts), sum(part.size for part in parts)
