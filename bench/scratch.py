"""A database of its own for a benchmark, on the same server, dropped at the end whatever happens."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection


@contextmanager
def scratch_database() -> Iterator[None]:
    """Point the connection at a fresh, migrated database; drop it afterwards."""
    name, real = f"klynge_bench_{os.getpid()}", connection.settings_dict["NAME"]
    _with_server(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = real
        _with_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _with_server(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
