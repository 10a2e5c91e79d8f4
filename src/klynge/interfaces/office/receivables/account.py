"""One payer's account as the books have it."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from klynge.billing import policies
from klynge.billing.models import Refund
from klynge.billing.queries import standing
from klynge.billing.queries.settling import credits_of, invoices_to_settle
from klynge.core.clock import day_of
from klynge.directory.models import Organisation
from klynge.interfaces.office.bank.export import csv_lines
from klynge.ledger.queries import account_lines
from klynge.ledger.rules import chart
from klynge.membership.models import Membership

MOST = 500


@require_safe
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is open, what is on account, and every movement with the balance after it."""
    organisation, today = _find(request, pk), day_of(timezone.now())
    context = {
        "organisation": organisation,
        "membership": Membership.objects.filter(cluster=request.cluster, organisation=organisation).order_by("-during").first(),
        "standing": standing(request.cluster, pk, on=today),
        "open": invoices_to_settle(request.cluster, pk),
        "credits": credits_of(request.cluster, pk, on=today),
        "refunds": Refund.objects.filter(cluster=request.cluster, payment__organisation=organisation, reversal__isnull=True).order_by(
            "-id"
        ),
        "lines": [(line, _document(line.reference)) for line in _lines(request, pk)],
        "today": today,
        "may_allocate": policies.may_allocate(request.actor, request.cluster),
        "may_refund": policies.may_refund(request.actor, request.cluster),
    }
    return render(request, "office/receivables/account.html", context)


@require_safe
def statement_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Hand the movements over as a file."""
    _find(request, pk)
    response = StreamingHttpResponse(csv_lines(_cells(_lines(request, pk))), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_("account")}-{pk}.csv"'
    return response


def _cells(lines: list[Any]) -> Iterator[list[Any]]:
    yield [
        _("Date"),
        _("Text"),
        _("Reference"),
        pgettext("side of an account", "Debit"),
        pgettext("side of an account", "Credit"),
        _("Balance"),
    ]
    for line in reversed(lines):
        yield [line.on, line.text, line.reference, line.debit_minor, line.credit_minor, line.balance_minor]


def _find(request: HttpRequest, pk: int) -> Organisation:
    found: Organisation = get_object_or_404(Organisation.objects.visible_to(request.actor), pk=pk)
    return found


def _lines(request: HttpRequest, pk: int) -> list[Any]:
    return account_lines(request.cluster, chart.receivable(pk), on=day_of(timezone.now()), most=MOST)


def _document(reference: str) -> str:
    """Return the number of the invoice or credit note that a transaction is of, "" for anything else."""
    kind, _, number = reference.partition(":")
    return number if kind in ("invoice", "credit_note") else ""
