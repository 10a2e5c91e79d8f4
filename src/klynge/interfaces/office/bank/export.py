"""The entries as a file, as they are narrowed on screen."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any

import xlsxwriter
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _

from klynge.billing.queries.worklist import STATES
from klynge.core.cells import kroner_cell, safe_cell

from .entries import narrowed

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def entries_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Hand over the list as a file that Danish Excel opens as it is."""
    rows = narrowed(request)[1]
    lines = csv_lines(chain([_header()], map(_cells, rows.iterator(chunk_size=2_000))))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_("bank-entries")}.csv"'
    return response


def csv_lines(rows: Iterable[list[Any]]) -> Iterator[str]:
    """Yield line by line: semicolons, decimal commas and a byte-order mark; whole numbers are minor units."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    yield "\ufeff"
    for cells in rows:
        writer.writerow([_written(cell) for cell in cells])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _written(cell: Any) -> str:
    return cell.isoformat() if isinstance(cell, date) else kroner_cell(cell) if isinstance(cell, int) else safe_cell(cell)


def entries_xlsx(request: HttpRequest) -> FileResponse:
    """Hand over the list as a workbook: days are days, amounts are numbers, and no text is a formula."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  # the response closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, day, money, bold = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "#,##0.00"}), book.add_format({"bold": True})  # fmt: skip
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, _header(), bold)
    _form, rows = narrowed(request)
    for number, entry in enumerate(rows.iterator(chunk_size=2_000), 1):
        for column, cell in enumerate(_cells(entry)):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, cell, day)
            elif isinstance(cell, int):
                sheet.write_number(number, column, Decimal(cell).scaleb(-2), money)
            else:
                sheet.write_string(number, column, cell)
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{_('bank-entries')}.xlsx", content_type=SHEET)


def _header() -> list[str]:
    return [_("Date"), _("Account"), _("Amount"), _("Currency"), _("Name"), _("Text"), _("Reference"), _("State"), _("Payer")]


def _cells(entry: Any) -> list[Any]:
    payer = entry.match.payer.name if entry.decided_as and entry.match.payer else ""
    state = str(STATES[entry.decided_as or "unread"])
    return [
        entry.booked_on,
        entry.account.name,
        entry.amount_minor,
        entry.currency,
        entry.payer_name,
        entry.text,
        entry.reference,
        state,
        payer,
    ]
