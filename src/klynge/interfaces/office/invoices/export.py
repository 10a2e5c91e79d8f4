"""The list as a file, as it is narrowed and sorted on screen."""

import csv
import io
import tempfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any

import xlsxwriter
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from klynge.billing import queries
from klynge.billing.models import Invoice
from klynge.core.cells import kroner_cell, safe_cell
from klynge.core.clock import day_of
from klynge.interfaces.wording.invoices import state_words

from .forms import narrowed

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def invoices_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Hand over the list as a file that Danish Excel opens as it is."""
    response = StreamingHttpResponse(_csv(_rows(request)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_("invoices")}.csv"'
    return response


def invoices_xlsx(request: HttpRequest) -> FileResponse:
    """Hand over the list as a workbook: days are days, amounts are numbers, and no text is a formula."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  # the response closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, day, money, bold = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "#,##0.00"}), book.add_format({"bold": True})  # fmt: skip
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, _header(), bold)
    for number, invoice in enumerate(_rows(request).iterator(chunk_size=2_000), 1):
        for column, cell in enumerate(_cells(invoice)):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, cell, day)
            elif isinstance(cell, int):
                sheet.write_number(number, column, Decimal(cell).scaleb(-2), money)
            else:
                sheet.write_string(number, column, cell)
    book.close()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{_('invoices')}.xlsx", content_type=SHEET)


def _rows(request: HttpRequest) -> "QuerySet[Invoice]":
    _form, wanted = narrowed(request)
    return queries.invoice_list(request.cluster, wanted, on=day_of(timezone.now())).defer("seller", "vat")


def _csv(rows: "QuerySet[Invoice]") -> Iterator[str]:
    """Yield line by line: semicolons, decimal commas and a byte-order mark."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    yield "\ufeff"
    for row in chain([_header()], map(_texts, rows.iterator(chunk_size=2_000))):
        writer.writerow(row)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _texts(invoice: Any) -> list[str]:
    return [kroner_cell(cell) if isinstance(cell, int) else safe_cell(str(cell)) for cell in _cells(invoice)]


def _header() -> list[str]:
    return [
        _("Number"), _("State"), _("Organisation"), _("CVR"), _("EAN/GLN"), _("Date"), _("Due date"), _("Net"), _("VAT"), _("Total"), _("Paid"),
        _("Open"), _("Currency"), _("Payment id"),
    ]  # fmt: skip


def _cells(invoice: Any) -> list[str | date | int]:
    """Return a row: texts, days, and amounts in minor units."""
    return [
        invoice.number, state_words(invoice), invoice.buyer["name"], invoice.buyer["cvr"], invoice.buyer["gln"], invoice.issued_on, invoice.due_on,
        invoice.net_minor, invoice.vat_minor, invoice.total_minor, invoice.paid_minor, invoice.open_minor, invoice.currency, invoice.payment_id,
    ]  # fmt: skip
