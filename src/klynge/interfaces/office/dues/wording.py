"""What states and exceptions of a dues run are called."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klynge.membership.models import LineState
from klynge.membership.queries.dues import BLOCKING, RunSummary

Lines = TypeVar("Lines", bound=Iterable[Any])

EXCEPTIONS = {
    "no_size": gettext_lazy("No size declared"),
    "straddles": gettext_lazy("The size interval touches two categories"),
    "no_band": gettext_lazy("No category for this size"),
    "not_applicable": gettext_lazy("The schedule says nothing about this type of member"),
    "unconfirmed_size": gettext_lazy("Size not confirmed"),
    "no_billing_contact": gettext_lazy("Nobody to send the invoice to"),
    "no_email": gettext_lazy("The billing contact has no e-mail address"),
    "no_gln": gettext_lazy("Public body without GLN"),
    "bad_gln": gettext_lazy("The GLN has a wrong check digit"),
    "bad_cvr": gettext_lazy("Gets an e-invoice, but the CVR number is wrong"),
    "no_reference": gettext_lazy("Public body without a buyer reference"),
}


def exception_words(code: str) -> str:
    """Say an exception in words."""
    return str(EXCEPTIONS.get(code) or _("Other"))


def state_words(state: str) -> str:
    """Say a line's state in words."""
    return str(LineState(state).label)


def exception_rows(summary: RunSummary) -> list[dict[str, object]]:
    """Return the run's exceptions as rows for a page; the blocking ones first."""
    rows = [
        {"code": code, "text": exception_words(code), "count": count, "tone": "bad" if code in BLOCKING else "warn"}
        for code, count in summary.exceptions.items()
    ]
    return sorted(rows, key=lambda row: row["tone"] != "bad")


def worded(lines: Lines) -> Lines:
    """Give each line its exceptions in words, as ``said``."""
    for line in lines:
        line.said = [exception_words(code) for code in line.exceptions]
    return lines
