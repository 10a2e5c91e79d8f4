"""Outlives the supervisor just long enough to end its children: standard input tells their ids, its end is the signal."""

import contextlib
import os
import signal
import sys
import time

GRACE = 3.0  # seconds between asking and killing


def _signal(groups: set[int], number: int) -> set[int]:
    """Send the signal to every process group; return those that are still there."""
    alive = set()
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, number)
            alive.add(group)
    return alive


def main() -> int:
    """Wait until the supervisor closes the pipe, or is gone; then end whatever it has left behind."""
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    left = {int(line) for line in sys.stdin}
    left, deadline = _signal(left, signal.SIGTERM), time.monotonic() + GRACE
    while left and time.monotonic() < deadline:
        time.sleep(0.1)
        left = _signal(left, 0)
    _signal(left, signal.SIGKILL)
    return 0


if __name__ == "__main__":
    sys.exit(main())
