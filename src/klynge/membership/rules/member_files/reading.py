"""Turn a file into a table of texts, whatever wrote it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from klynge.core.errors import HouseError

from .columns import recognised

MOST_BYTES = 20_000_000
MOST_UNPACKED = 300_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 200
WIDEST = 16_384  # columns of a spreadsheet, most of them perhaps empty
LONGEST_HEAD = 100_000  # characters of a line that are looked at to tell its marks
LOOK_FOR_HEADER = 15  # rows: lists often begin with a title and a date


class Unreadable(HouseError):
    """The file is no list of members; ``code`` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Table:
    """A header and rows below it, each (number in the file, cells); every row as wide as the header."""

    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    is_workbook: bool


def is_workbook(content: bytes) -> bool:
    """Say whether the bytes are XLSX or XLS, whatever the name says."""
    return content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


def table_of_text(content: bytes) -> Table:
    """Read CSV, whatever its marks and its encoding. Raises: Unreadable."""
    if not content.strip(b"\x00 \t\r\n"):
        raise Unreadable("empty")
    if len(content) > MOST_BYTES:
        raise Unreadable("too_large")
    return _table(_text(content), is_workbook=False)


def table_of_cells(rows: Iterable[Sequence[object]]) -> Table:
    """Take the cells of a sheet for texts. Raises: Unreadable."""
    return _table(((number, [_shown(cell) for cell in row]) for number, row in enumerate(rows, 1)), is_workbook=True)


def _table(every_line: Iterable[tuple[int, list[str]]], *, is_workbook: bool) -> Table:
    lines = [(number, cells) for number, cells in every_line if any(cells)]
    if not lines:
        raise Unreadable("empty")
    start = max(range(min(len(lines), LOOK_FOR_HEADER)), key=lambda place: (len(recognised(lines[place][1])), -place))
    headers = _named(lines[start][1])
    if len(lines) == start + 1:
        raise Unreadable("no_rows")
    if len(lines) - start > MOST_ROWS:
        raise Unreadable("too_many_rows")
    if len(headers) > MOST_COLUMNS:
        raise Unreadable("too_many_columns")
    width = len(headers)
    rows = tuple((number, tuple((cells + [""] * width)[:width])) for number, cells in lines[start + 1 :])
    return Table(headers, tuple(row for row in rows if any(row[1])), is_workbook)


def _named(cells: list[str]) -> tuple[str, ...]:
    """Drop empty columns at the end; give the same header twice two names."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    seen: dict[str, int] = {}
    names = []
    for cell in cells:
        seen[cell] = seen.get(cell, 0) + 1
        names.append(cell if seen[cell] == 1 else f"{cell} ({seen[cell]})")
    return tuple(names)


def check_workbook(content: bytes) -> None:
    """Look at the parts of a workbook before anything is unpacked. Raises: Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable("too_large")
    if content.startswith(b"PK"):
        _check_zip(content)


def _check_zip(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as fault:
        raise Unreadable("broken_workbook") from fault
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable("too_large")
    if not any(part.filename.startswith(("xl/workbook", "content.xml")) for part in parts):
        raise Unreadable("other_archive")


def _shown(cell: object) -> str:
    """Write a cell as a Dane would type it: decimals with a comma, days as ISO."""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, dict):
        return str(next(iter(cell.values())))
    if isinstance(cell, Decimal | int):
        return format(cell, "f" if isinstance(cell, Decimal) else "d").removesuffix(".0").replace(".", ",")
    return " ".join(str(cell or "").split())


def _text(content: bytes) -> Iterable[tuple[int, list[str]]]:
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b")):
        raise Unreadable("other_kind")
    text = _decoded(content)
    if "\x00" in text or text.lstrip()[:9].lower().startswith(("<!doctype", "<html", "<?xml")):
        raise Unreadable("other_kind")
    text = text.removeprefix("\ufeff")
    csv.field_size_limit(1_000_000)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        return [(reader.line_num, _cells(row)) for row in reader]
    except csv.Error as fault:
        raise Unreadable("broken_text") from fault


def _cells(row: Sequence[str]) -> list[str]:
    if len(row) > WIDEST:
        raise Unreadable("too_many_columns")
    return [_unguarded(" ".join(cell.split())) for cell in row]


def _unguarded(cell: str) -> str:
    """Take off the mark that keeps a spreadsheet from taking a text for a formula."""
    return cell[1:] if cell[:2] in ("'=", "'+", "'-", "'@") else cell


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")  # five bytes mean nothing there; they become a visible mark


def _delimiter(text: str) -> str:
    """Return the mark that cuts the first lines into the most columns."""
    if text.lower().startswith("sep=") and len(text) > 4:
        return text[4]
    lines = [line[:LONGEST_HEAD] for line in islice(io.StringIO(text, newline=None), LOOK_FOR_HEADER)]
    return max(
        ";,\t|",
        key=lambda mark: (max((len(recognised(line.split(mark))) for line in lines), default=0), sum(line.count(mark) for line in lines)),
    )
