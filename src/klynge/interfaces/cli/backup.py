"""``klynge backup | verify | restore``: everything in one file, checked by restoring it."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from klynge.core.clock import DANISH

from .frame import Output, leaf
from .keeping.archive import Manifest, manifest_of, opened
from .keeping.making import kinds_of, make_backup
from .keeping.restoring import has_same_key, is_in_use, put_back, restored

SHOWN = {"access_cluster": "clusters", "directory_organisation": "organisations", "membership_membership": "memberships", "billing_invoice": "invoices"}  # fmt: skip


def register(commands: Any) -> None:
    """Add the three commands."""
    make = leaf(commands, "backup", "Write the database, the documents and the key of the links into one file", write, has_cluster=False)
    make.add_argument("file", help="the file to write, as /backup/klynge-2027-01-31.tar; it is never written over")
    check = leaf(
        commands, "verify", "Check a backup: restore it beside, count every row, check the seals of the books", verify, has_cluster=False
    )
    check.add_argument("file", help="the backup")
    back = leaf(commands, "restore", "Put a backup back", restore, is_money=True, has_cluster=False)
    back.add_argument("file", help="the backup")
    back.add_argument("--replace", action="store_true", help="also where there is data already; the present database stays beside it")


def write(options: argparse.Namespace) -> Output:
    """Make a backup."""
    path = Path(options.file)
    manifest = make_backup(path, at=timezone.now())
    documents, size = kinds_of(manifest.parts)
    lines = [
        f"{path}: {sum(manifest.rows.values())} rows in {len(manifest.rows)} tables, {documents} documents, {size // 1_000_000} MB.",
        "It holds personal data and the key of the installation's links: keep it where only you can read it.",
        f"Check it: klynge verify {path}",
    ]
    return Output({"file": str(path), "rows": manifest.rows, "documents": documents, "bytes": size}, lines)


def verify(options: argparse.Namespace) -> Output:
    """Restore into a database beside the one in use, check it, and drop it."""
    path = Path(options.file)
    with opened(path) as tar:
        manifest = manifest_of(tar, path)
        with restored(tar, manifest):
            pass
    return Output(
        {"file": str(path), "is_whole": True, **_facts(manifest)}, [_sentence(path, manifest), "It was restored, counted and found whole."]
    )


def restore(options: argparse.Namespace) -> Output:
    """Put the backup in the place of the database in use; without --commit only check it and say what would happen."""
    path, at = Path(options.file), timezone.now()
    with opened(path) as tar:
        manifest = manifest_of(tar, path)
        lines = [_sentence(path, manifest)]
        if not has_same_key(tar):
            lines.append(
                "Its links were signed with another key: put the archive's secret.key into the data folder, or set SECRET_KEY, to keep them good."
            )
        if not options.commit:
            with restored(tar, manifest):
                here = "The present database would stay beside it; say --replace." if is_in_use() else "There is nothing here yet."
            return Output(
                {"is_rehearsal": True, **_facts(manifest)}, [*lines, f"It can be restored. {here} Nothing was changed; say --commit."]
            )
        kept = put_back(tar, manifest, at=at, may_replace=options.replace)
    lines.append(f"It is restored. What was here stays in the database {kept} until you drop it. Start web and worker again.")
    return Output({"is_rehearsal": False, "kept_as": kept, **_facts(manifest)}, lines)


def _facts(manifest: Manifest) -> dict[str, Any]:
    return {
        "made_at": manifest.made_at,
        "rows": sum(manifest.rows.values()),
        **{name: manifest.rows.get(t, 0) for t, name in SHOWN.items()},
    }


def _sentence(path: Path, manifest: Manifest) -> str:
    counts = ", ".join(f"{manifest.rows.get(table, 0)} {name}" for table, name in SHOWN.items())
    made = datetime.fromisoformat(manifest.made_at).astimezone(DANISH)
    return f"{path} was made on {made:%Y-%m-%d at %H:%M}: {counts}."
