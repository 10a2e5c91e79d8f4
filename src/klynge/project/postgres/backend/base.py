"""Django's PostgreSQL backend that starts the embedded server on the first connection."""

from typing import Any

from django.db.backends.postgresql.base import DatabaseWrapper as PostgresWrapper
from django.db.backends.postgresql.creation import DatabaseCreation as PostgresCreation

from klynge.project import postgres


class DatabaseCreation(PostgresCreation):
    """Drops a test database even when a worker's thread still holds a connection to it."""

    def _destroy_test_db(self, test_database_name: str, verbosity: int) -> None:  # noqa: ARG002
        with self._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(f"DROP DATABASE {self.connection.ops.quote_name(test_database_name)} WITH (FORCE)")


class DatabaseWrapper(PostgresWrapper):
    """Starts the server, then connects as usual."""

    creation_class = DatabaseCreation

    def get_connection_params(self) -> dict[str, Any]:
        postgres.server().ensure()
        return super().get_connection_params()
