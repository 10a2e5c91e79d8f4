"""Check a backup by restoring it, and put one back."""

import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from klynge.core.errors import Conflict, Invalid

from .archive import DOCUMENTS, DUMP, KEY, Manifest, faulty_parts
from .contents import broken_chains, differences, row_counts, unknown_migrations
from .programs import beside, run_program, swap, within


@contextmanager
def restored(tar: tarfile.TarFile, manifest: Manifest) -> Iterator[str]:
    """Restore into a database beside the one in use and check it there; it is dropped at the end unless it was given another name.

    Raises: Invalid when a part is damaged, comes from a newer program, or when the restored rows are not those that were there.
    """
    if faults := faulty_parts(tar, manifest):
        raise Invalid("The backup is damaged: " + " ".join(faults[:10]) + " Take another copy.", field="file")
    if newer := unknown_migrations(manifest.migrations):
        raise Invalid(f"The backup is from a newer Klynge, which knows {', '.join(newer[:3])}. Install that version first.", field="file")
    with tempfile.TemporaryDirectory(prefix="klynge-restore-") as folder, beside(f"klynge_restore_{os.getpid()}") as name:
        tar.extract(DUMP, folder, filter="data")
        run_program("pg_restore", "--exit-on-error", "--no-owner", "--no-privileges", f"--dbname={name}", Path(folder) / DUMP)
        with within(name):
            wrong = differences(manifest.rows, row_counts())
            if wrong:
                raise Invalid(f"The restored rows are not those of the backup: {wrong[:5]}")
            if broken := broken_chains():
                raise Invalid("The books or the audit log of the backup do not fit their seals: " + ", ".join(broken))
        yield name


def put_back(tar: tarfile.TarFile, manifest: Manifest, *, at: datetime, may_replace: bool) -> str:
    """Restore the backup in the place of the database in use. Return the name under which that one stays.

    Documents that are here already are left as they are, since their bytes never change. Raises: Conflict when there is something here already
    and ``may_replace`` is False; Invalid as in ``restored``.
    """
    if not may_replace and is_in_use():
        raise Conflict(
            "This installation holds data already. Say --replace to put the backup in its place; the present database stays beside it."
        )
    kept = f"{connection.settings_dict['NAME']}_before_{at:%Y%m%d_%H%M%S}"
    with restored(tar, manifest) as fresh:
        with within(fresh):
            call_command("migrate", verbosity=0)
        _add_documents(tar, manifest)
        swap(fresh, kept_as=kept)
    return kept


def is_in_use() -> bool:
    """Say whether the database in use holds a cluster."""
    return bool(row_counts().get("access_cluster"))


def has_same_key(tar: tarfile.TarFile) -> bool:
    """Say whether links signed where the backup was made are good here too."""
    file = tar.extractfile(KEY)
    return bool(file) and file.read() == settings.SECRET_KEY.encode()  # type: ignore[union-attr]


def _add_documents(tar: tarfile.TarFile, manifest: Manifest) -> None:
    root = Path(settings.MEDIA_ROOT)
    for part in manifest.parts:
        if not part.name.startswith(DOCUMENTS):
            continue
        inside = PurePosixPath(part.name.removeprefix(DOCUMENTS))
        if inside.is_absolute() or ".." in inside.parts:
            raise Invalid(f"The backup names a document outside its folder: {part.name}.", field="file")
        target, source = root / inside, tar.extractfile(part.name)
        if target.exists() or source is None:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(target.name + ".part")
        with partial.open("wb") as file:
            shutil.copyfileobj(source, file)
        partial.replace(target)
