"""A run's lines as a file."""

import csv
import io
from collections.abc import Iterator
from itertools import chain

from django.utils.translation import gettext as _

from klynge.core.cells import kroner_cell, safe_cell
from klynge.core.texts import in_language
from klynge.membership.models import DuesLine, DuesRun
from klynge.membership.queries.dues import dues_lines

from .wording import exception_words, state_words


def csv_rows(run: DuesRun) -> Iterator[str]:
    """Yield the file line by line: semicolons, decimal commas and a byte-order mark, as Danish Excel expects."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    yield "\ufeff"
    for row in chain([_header()], map(_row, dues_lines(run).iterator(chunk_size=2_000))):
        writer.writerow([safe_cell(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _header() -> list[str]:
    return [
        _("Member no."),
        _("Organisation"),
        _("CVR"),
        _("State"),
        _("Category"),
        _("Amount excl. VAT"),
        _("Last year"),
        _("Change"),
        _("Exceptions"),
    ]


def _row(line: DuesLine) -> list[str]:
    band = line.assessment.band if line.assessment else None
    return [
        str(line.membership.member_no),
        line.organisation.name,
        line.organisation.cvr,
        state_words(line.state),
        in_language(band.label) if band else "",
        kroner_cell(line.net_minor),
        kroner_cell(line.last_net_minor),
        kroner_cell(line.change_minor),  # type: ignore[attr-defined]
        ", ".join(exception_words(code) for code in line.exceptions),
    ]
