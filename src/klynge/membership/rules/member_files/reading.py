"""Turn a file into a table of texts, whatever wrote it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook

from klynge.core.errors import HouseError

from .columns import recognised

MOST_BYTES = 20_000_000
MOST_UNPACKED = 300_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 200
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


def read_table(content: bytes) -> Table:
    """Read XLSX, XLS or CSV by what the bytes are, whatever the name says. Raises: Unreadable."""
    if not content.strip(b"\x00 \t\r\n"):
        raise Unreadable("empty")
    if len(content) > MOST_BYTES:
        raise Unreadable("too_large")
    is_workbook = content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))
    lines = _workbook(content) if is_workbook else _text(content)
    return _table([(number, cells) for number, cells in lines if any(cells)], is_workbook=is_workbook)


def _table(lines: Sequence[tuple[int, list[str]]], *, is_workbook: bool) -> Table:
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


def _workbook(content: bytes) -> Iterable[tuple[int, list[str]]]:
    if content.startswith(b"PK"):
        _check_zip(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
        sheet = next((sheet for sheet in sheets if sheet.height), None)
        if sheet is None:
            raise Unreadable("empty")
        rows = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + LOOK_FOR_HEADER)
    except (CalamineError, ValueError, OSError) as fault:
        raise Unreadable("broken_workbook") from fault
    return [(number, [_shown(cell) for cell in row]) for number, row in enumerate(rows, 1)]


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
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        return " ".join(cell.split())
    if cell is None:
        return ""
    text = format(Decimal(str(cell)), "f") if not hasattr(cell, "total_seconds") else str(cell)
    return text.removesuffix(".0").replace(".", ",")


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
        return [(reader.line_num, [_unguarded(" ".join(cell.split())) for cell in row]) for row in reader]
    except csv.Error as fault:
        raise Unreadable("broken_text") from fault


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
    lines = text.splitlines()[:LOOK_FOR_HEADER]
    return max(
        ";,\t|",
        key=lambda mark: (max((len(recognised(line.split(mark))) for line in lines), default=0), sum(line.count(mark) for line in lines)),
    )
