"""The program of the child process in which workbooks are read: a hostile file takes it down, and nothing else.

Started as a file, so it imports nothing of ours. Workbook on standard input; arguments: most rows, most columns, most characters.
"""

import json
import sys
from datetime import date, datetime
from io import BytesIO
from numbers import Number
from typing import IO

from python_calamine import CalamineWorkbook

MOST_MEMORY = 1 << 30  # bytes; a list of 100,000 rows needs a fifth
MOST_SECONDS = 30  # of the processor
BROKEN, TOO_LARGE = 3, 4  # exit statuses; whatever else ends the process was too large, too


def rows(content: bytes, *, most_rows: int, most_columns: int) -> list[list[object]]:
    """Return the cells of the first sheet that has any; [] when none has. A day is {"day": ISO}, a duration {"text": ...}."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    sheets = (book.get_sheet_by_name(name) for name in book.sheet_names)
    sheet = next((sheet for sheet in sheets if sheet.height), None)
    found = sheet.to_python(skip_empty_area=False, nrows=most_rows) if sheet else []
    return [[_plain(cell) for cell in row[:most_columns]] for row in found]


def _plain(cell: object) -> object:
    if isinstance(cell, datetime):
        return {"day": cell.date().isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    return cell if cell is None or isinstance(cell, str | Number) else {"text": str(cell)}


def limit() -> None:
    """Bound what this process may take; where the system can't, the parent's patience is the only bound."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass


def main(arguments: list[str], source: IO[bytes], target: IO[bytes]) -> int:
    """Read the workbook and write its cells as JSON; return the exit status."""
    most_rows, most_columns, most_characters = map(int, arguments)
    try:
        found = rows(source.read(), most_rows=most_rows, most_columns=most_columns)
    except MemoryError:
        return TOO_LARGE
    except BaseException:  # noqa: BLE001 - the parser's own panic is no Exception; whatever it stumbles over, the file is broken
        return BROKEN
    text = json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")
    if len(text) > most_characters:
        return TOO_LARGE
    target.write(text)
    return 0


if __name__ == "__main__":
    limit()
    sys.exit(main(sys.argv[1:], sys.stdin.buffer, sys.stdout.buffer))
