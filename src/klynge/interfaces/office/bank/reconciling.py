"""The books beside the bank, at the end of a day."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from klynge.billing.models import AsideReason
from klynge.billing.queries.reconciling import Reconciliation, Unbooked, reconciliations
from klynge.billing.queries.worklist import STATES
from klynge.core.clock import day_of
from klynge.ledger.rules import chart

from .export import csv_lines
from .forms import DayForm


@require_safe
def reconciliation(request: HttpRequest) -> HttpResponse:
    """Show each account of the books beside what the bank says, and what makes the difference."""
    form, on = _asked(request)
    reports = [
        {"report": one, "name": chart.names_of(one.code), "unbooked": [(_label(part), part) for part in one.unbooked]}
        for one in reconciliations(request.cluster, on=on)
    ]
    return render(request, "office/bank/reconciliation.html", {"form": form, "on": on, "reports": reports})


@require_safe
def reconciliation_csv(request: HttpRequest) -> HttpResponse:
    """Hand the report over as a file that Danish Excel opens as it is."""
    _form, on = _asked(request)
    response = HttpResponse("".join(csv_lines(_cells(request, on))), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_("reconciliation")}-{on}.csv"'
    return response


def _asked(request: HttpRequest) -> tuple[DayForm, date]:
    today = day_of(timezone.now())
    form = DayForm(request.GET if request.GET.get("on") else None, initial={"on": today})
    on = (form.cleaned_data["on"] if form.is_bound and form.is_valid() else None) or today
    return DayForm(initial={"on": on}), on


def _label(part: Unbooked) -> str:
    if part.state == "later":
        return _("Booked on a later day")
    state = str(STATES[part.state])
    return f"{state}: {AsideReason(part.reason).label}" if part.reason else state


def _cells(request: HttpRequest, on: date) -> Iterator[list[Any]]:
    yield [_("Account"), _("Date"), _("Text"), _("Entries"), _("Amount")]
    for one in reconciliations(request.cluster, on=on):
        yield [one.code, on, _("Balance in the books"), "", one.booked_minor]
        yield [one.code, on, _("Balance before the first statement"), "", one.opening_minor]
        yield from ([one.code, on, _label(part), str(part.count), part.minor] for part in one.unbooked)
        yield [one.code, on, _("In the books, but not at the bank"), str(one.unbacked_count), -one.unbacked_minor]
        yield [one.code, on, _("Expected at the bank"), "", one.expected_minor]
        yield from _told(one)
        yield [one.code, on, _("Difference"), "", one.difference_minor]
        yield from ([one.code, row.on, f"{row.reference} {row.text}", "", row.minor] for row in one.unbacked)


def _told(one: Reconciliation) -> Iterator[list[Any]]:
    for told in one.told:
        yield [one.code, one.on, _("At the bank: %s") % told.account.name, "", told.minor]
