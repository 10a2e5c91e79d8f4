"""Turn a member file into a table, whatever wrote it."""

from klynge.core.workbooks import Broken, TooLarge, first_sheet
from klynge.membership.rules.member_files.reading import (
    LOOK_FOR_HEADER,
    MOST_COLUMNS,
    MOST_ROWS,
    Table,
    Unreadable,
    check_workbook,
    is_workbook,
    table_of_cells,
    table_of_text,
)


def read_table(content: bytes) -> Table:
    """Read XLSX, XLS or CSV by what the bytes are, whatever the name says. Raises: Unreadable."""
    if not is_workbook(content):
        return table_of_text(content)
    check_workbook(content)
    try:
        return table_of_cells(first_sheet(content, most_rows=MOST_ROWS + LOOK_FOR_HEADER, most_columns=MOST_COLUMNS + 1))
    except Broken as fault:
        raise Unreadable("broken_workbook") from fault
    except TooLarge as fault:
        raise Unreadable("too_large") from fault
