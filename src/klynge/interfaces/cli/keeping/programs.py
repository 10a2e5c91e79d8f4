"""PostgreSQL's own programs for dumping and restoring, and databases beside the one in use."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from klynge.core.errors import Invalid

OPTIONS = {"NAME": "PGDATABASE", "HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
CLOSE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"


def run_program(name: str, *arguments: object, database: str = "") -> None:
    """Run pg_dump or pg_restore against the database in use, or another one on the same server. Raises: Invalid with its own words."""
    program = _find(name)
    given = {OPTIONS[key]: str(value) for key, value in connection.settings_dict.items() if key in OPTIONS and value}
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")} | given
    if database:
        environment["PGDATABASE"] = database
    done = subprocess.run([program, *map(str, arguments)], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Invalid(f"{name} could not do it: {done.stderr.strip()[-2_000:]}")


def _find(name: str) -> str:
    folder = settings.POSTGRES_PROGRAMS
    own = Path(folder) / name if folder else None
    found = str(own) if own and own.exists() else shutil.which(name)
    if not found:
        raise Invalid(f"The program {name} is not here. Install PostgreSQL's client programs, or set KLYNGE_PG_BIN to their folder.")
    return found


def on_server(*statements: str) -> None:
    """Run statements beside any database, each by itself."""
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def within(name: str) -> Iterator[None]:
    """Look into another database of the server."""
    real = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = real


@contextmanager
def beside(name: str) -> Iterator[str]:
    """Make an empty database; whatever still has the name at the end is dropped."""
    on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
    try:
        yield name
    finally:
        connection.close()
        on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def swap(fresh: str, *, kept_as: str) -> None:
    """Put the database ``fresh`` in the place of the one in use, which stays under the name ``kept_as``."""
    name = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS false')
        try:
            cursor.execute(CLOSE, [name])
            cursor.execute(f'ALTER DATABASE "{name}" RENAME TO "{kept_as}"')
            cursor.execute(f'ALTER DATABASE "{fresh}" RENAME TO "{name}"')
        finally:
            cursor.execute("SELECT datname FROM pg_database WHERE datname IN (%s, %s) AND NOT datallowconn", [name, kept_as])
            for (closed,) in cursor.fetchall():
                cursor.execute(f'ALTER DATABASE "{closed}" WITH ALLOW_CONNECTIONS true')
