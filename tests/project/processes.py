"""Watching real processes from outside."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def environment(**own):
    """Return this environment as ``./dev`` would set it for a program, without what the tests have set."""
    left_out = ("DATABASE_URL", "KLYNGE_", "COVERAGE", "PYTEST")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out) or name == "KLYNGE_PG_BIN"}
    return kept | {"PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "klynge.project.settings"} | own


def is_alive(pid):
    """Say whether the process runs; one that is dead and only waits to be reaped does not."""
    out = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout.strip()
    return bool(out) and not out.startswith("Z")


def children_of(pid):
    """Return {pid: command line} of the process's children."""
    rows = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout.splitlines()
    parts = [row.split(None, 2) for row in rows]
    return {int(part[0]): part[2] for part in parts if int(part[1]) == pid}


def eventually(fact, seconds=15.0):
    """Wait until the fact holds; return whether it came to hold in time."""
    deadline = time.monotonic() + seconds
    while not fact():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def python(*arguments, **options):
    """Start another Python of ours."""
    return subprocess.Popen([sys.executable, *map(str, arguments)], text=True, **options)
