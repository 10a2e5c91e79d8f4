"""The list of members as files, a thousand rows at a time."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from datetime import date
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _
from django_scopes import scope

from klynge.access.models import Cluster
from klynge.core.cells import kroner_cell, safe_cell
from klynge.core.texts import in_language
from klynge.interfaces.wording.members import STATUSES, size_words
from klynge.membership.queries.member_details import MemberRow, member_details

BATCH = 1_000
MONEY_COLUMNS = (12, 13)


def csv_lines(cluster: Cluster, ids: list[int], *, on_day: date) -> Iterator[str]:
    """Yield the file in pieces: semicolons, decimal commas and a byte-order mark, as Danish Excel expects."""
    yield "\ufeff" + _csv([header()])
    for rows in _batches(cluster, ids, on_day):
        yield _csv([_plain(cells(row)) for row in rows])


def workbook(cluster: Cluster, ids: list[int], *, on_day: date) -> IO[bytes]:
    """Write a workbook to a temporary file, with little memory however many rows; texts are never formulas."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "in_memory": False})
    sheet, bold = book.add_worksheet(_("Members")), book.add_format({"bold": True})
    amount = book.add_format({"num_format": "#,##0.00"})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(header()) - 1, 16)
    sheet.write_row(0, 0, header(), bold)
    number = 0
    for rows in _batches(cluster, ids, on_day):
        for row in rows:
            number += 1
            _write(sheet, number, cells(row), amount)
    book.close()
    file.seek(0)
    return file


def header() -> list[str]:
    """Return the names of the columns."""
    return [
        _("Member no."), _("Organisation"), _("CVR"), _("Status"), _("Type"), _("Category"), _("Employees"), _("Street"), _("Postcode"), _("Town"),
        _("Municipality"), _("Member since"), _("Open"), _("Overdue"), _("Last day"),
    ]  # fmt: skip


def cells(row: MemberRow) -> list[Any]:
    """Return one member's cells; amounts in minor units, days as ISO, numbers with leading noughts as text."""
    where = row.organisation
    return [
        row.membership.member_no, where.name, where.cvr, str(STATUSES[row.status]), in_language(row.type.name),
        in_language(row.band.label) if row.band else "", size_words(row.size), where.street, where.postcode, where.town,
        where.municipality.name if where.municipality else "", row.joined_on.isoformat(), row.debt.open_minor, row.debt.overdue_minor,
        date.fromordinal(row.ends_on.toordinal() - 1).isoformat() if row.ends_on else "",
    ]  # fmt: skip


def _batches(cluster: Cluster, ids: list[int], on_day: date) -> Iterator[list[MemberRow]]:
    """A file is written after the page's own scope has closed, so each batch opens one."""
    for start in range(0, len(ids), BATCH):
        with scope(cluster=cluster):
            rows = member_details(cluster, membership_ids=ids[start : start + BATCH], on_day=on_day)
        yield rows


def _plain(values: list[Any]) -> list[str]:
    return [kroner_cell(value) if place in MONEY_COLUMNS else safe_cell(str(value)) for place, value in enumerate(values)]


def _csv(rows: list[list[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerows(rows)
    return buffer.getvalue()


def _write(sheet: Any, number: int, values: list[Any], amount: Any) -> None:
    for place, value in enumerate(values):
        if place in MONEY_COLUMNS:
            sheet.write_number(number, place, value / 100, amount)
        elif isinstance(value, int):
            sheet.write_number(number, place, value)
        else:
            sheet.write_string(number, place, value)
