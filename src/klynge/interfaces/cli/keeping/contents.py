"""What a database holds, in numbers that a copy must repeat."""

from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django_scopes import scope

from klynge.access.models import Cluster
from klynge.ledger.queries import verify_books

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


def row_counts() -> dict[str, int]:
    """Return how many rows each table has, by name."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = [name for (name,) in cursor.fetchall()]
        if not tables:
            return {}
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in tables))
        return dict(sorted(cursor.fetchall()))


def migrations() -> list[str]:
    """Return the migrations that the database has had, as "room.name", sorted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]


def unknown_migrations(had: list[str]) -> list[str]:
    """Return those that this program does not know: the copy is from a newer one."""
    known = {f"{room}.{name}" for room, name in MigrationLoader(None).disk_migrations}
    rooms = {name.partition(".")[0] for name in known}
    return [name for name in had if name not in known and name.partition(".")[0] in rooms]


def broken_chains() -> list[str]:
    """Return a sentence for each sealed record that does not fit its seal any more."""
    faults = []
    for cluster in Cluster.objects.order_by("slug"):
        with scope(cluster=cluster):
            faults += [f"{cluster.slug}: {each.stream}" for each in verify_books(cluster) if each.breaches]
    return faults


def differences(wanted: dict[str, int], found: dict[str, int]) -> list[dict[str, Any]]:
    """Return {table, wanted, found} where the counts differ, by table."""
    tables = sorted(wanted.keys() | found.keys())
    return [{"table": t, "wanted": wanted.get(t), "found": found.get(t)} for t in tables if wanted.get(t) != found.get(t)]
