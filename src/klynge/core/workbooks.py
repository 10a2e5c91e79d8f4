"""Reading the workbooks of strangers, in a process of their own: some of a few kilobytes ask for a terabyte, or end the parser."""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

READER = Path(__file__).with_name("workbook_reader.py")
MOST_CHARACTERS = 64_000_000
BROKEN = 3  # the reader's exit status for what is no workbook
PATIENCE = 60  # seconds


class Broken(ValueError):
    """The bytes are no workbook that can be read."""


class TooLarge(ValueError):
    """Reading it takes more memory or time than a list can need."""


def first_sheet(content: bytes, *, most_rows: int, most_columns: int) -> list[list[object]]:
    """Return the cells of the first sheet that has any, cut to the given rows and columns; [] when none has.

    A cell is a text, a bool, an int, a Decimal, None, {"day": ISO day} or {"text": ...}. Raises: Broken, TooLarge.
    """
    command = [sys.executable, "-I", str(READER), str(most_rows), str(most_columns), str(MOST_CHARACTERS)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as fault:
        raise TooLarge from fault
    if done.returncode == BROKEN:
        raise Broken
    if done.returncode:
        raise TooLarge
    rows: list[list[object]] = json.loads(done.stdout, parse_float=Decimal)
    return rows
