"""Workbooks are read in a process of their own."""

import io
import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
import xlsxwriter

from klynge.core.workbook_reader import BROKEN, TOO_LARGE, main
from klynge.core.workbooks import Broken, TooLarge, first_sheet
from tests.hostile_files import cells, workbook

LIMITS = {"most_rows": 100, "most_columns": 10}


def made(*rows):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "dd-mm-yyyy"}) as book:
        book.add_worksheet("Tom")
        sheet, clock = book.add_worksheet("Liste"), book.add_format({"num_format": "[h]:mm"})
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(place, column, cell, *([clock] if isinstance(cell, timedelta) else []))
    return content.getvalue()


def test_cells_keep_their_kind_and_the_first_sheet_with_any_is_read():
    content = made(["Ærø", 12.5, True], [date(2020, 5, 1), 7.0, None], [timedelta(hours=26)])
    assert first_sheet(content, **LIMITS) == [
        ["Ærø", Decimal("12.5"), True],
        [{"day": "2020-05-01"}, Decimal("7.0"), ""],
        [{"text": "1 day, 2:00:00"}, "", ""],
    ]


def test_it_is_cut_where_the_caller_says():
    assert first_sheet(made(*[["a", "b", "c"]] * 5), most_rows=2, most_columns=1) == [["a"], ["a"]]
    assert first_sheet(made(), **LIMITS) == []


def test_what_is_broken_and_what_is_too_large_are_told_apart():
    with pytest.raises(Broken):
        first_sheet(b"PK\x03\x04 and nothing else", **LIMITS)
    with pytest.raises(TooLarge):
        first_sheet(workbook(cells(A1="Navn", XFD1048576="x")), **LIMITS)


@pytest.mark.parametrize(("content", "most", "status"), [(b"PK", 100, BROKEN), (made(["x" * 50]), 40, TOO_LARGE), (made(["x"]), 40, 0)])
def test_the_reader_answers_by_its_exit_status(content, most, status):
    target = io.BytesIO()
    assert main(["10", "10", str(most)], io.BytesIO(content), target) == status
    assert (target.getvalue() == b"") == bool(status)
    assert status or json.loads(target.getvalue()) == [["x"]]
