"""The cluster's invoices as a list: narrowed, sorted, with what is open on each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from klynge.access.models import Cluster
from klynge.billing.models import Allocation, DeliveryStatus, EInvoiceDelivery, Invoice, InvoiceKind, InvoiceSeries
from klynge.billing.rules import fik
from klynge.directory.models import Organisation
from klynge.directory.queries.searching import search as search_organisations

from .balances import InvoiceState, with_balance, written_off

SORTS = {"number": "id", "due": "due_on", "total": "total_minor"}
MOST_ORGANISATIONS = 500  # a search that hits more is too wide to be meant
DELIVERED = {
    "failed": (DeliveryStatus.FAILED, DeliveryStatus.REJECTED),
    "waiting": (DeliveryStatus.WAITING,),
    "sent": (DeliveryStatus.SENT, DeliveryStatus.ACCEPTED),
}
NOTE = Q(kind=InvoiceKind.CREDIT_NOTE)


@dataclass(frozen=True, slots=True)
class InvoiceFilter:
    """What a list is narrowed to; everything may be left out."""

    state: str = ""  # an InvoiceState
    search: str = ""  # a number, a payment line or id, or what an organisation is found by
    year: str = ""  # the code of a series
    einvoice: str = ""  # a key of DELIVERED: how its e-invoice got on
    organisation_id: int | None = None
    sort: str = "-number"  # a key of SORTS, with a minus for the other way


def invoice_list(cluster: Cluster, wanted: InvoiceFilter, *, on: date) -> QuerySet[Invoice]:
    """Return the documents that match, with their balance and state as of the day (see with_balance), in the order asked for."""
    return with_balance(_narrowed(cluster, wanted, on), on=on).order_by(*_order(wanted))


def invoice_ids(cluster: Cluster, wanted: InvoiceFilter, *, on: date) -> QuerySet[Invoice]:
    """Return the ids of what invoice_list holds, in its order: to cut pages from without working out any balance."""
    return _narrowed(cluster, wanted, on).order_by(*_order(wanted)).values_list("pk", flat=True)


def invoice_count(cluster: Cluster, wanted: InvoiceFilter, *, on: date) -> int:
    """Return how many documents match; numbers have no gaps, so the series know it unless something else narrows."""
    if wanted.state or wanted.einvoice or wanted.search.strip() or wanted.organisation_id is not None:
        return _narrowed(cluster, wanted, on).count()
    series = InvoiceSeries.objects.filter(cluster=cluster, **({"code": wanted.year} if wanted.year else {}))
    return series.aggregate(total=Coalesce(Sum(F("next_number") - 1), 0))["total"]


def invoices_in_order(cluster: Cluster, ids: Sequence[int], *, on: date) -> list[Invoice]:
    """Return the documents with their balance and state as of the day, in the order of the ids."""
    found = {
        invoice.pk: invoice for invoice in with_balance(Invoice.objects.filter(cluster=cluster, pk__in=ids), on=on).defer("seller", "vat")
    }
    return [found[pk] for pk in ids]


def years(cluster: Cluster) -> list[str]:
    """Return the codes of the cluster's series, the newest first."""
    return list(InvoiceSeries.objects.filter(cluster=cluster).order_by("-code").values_list("code", flat=True))


def _narrowed(cluster: Cluster, wanted: InvoiceFilter, on: date) -> QuerySet[Invoice]:
    invoices = Invoice.objects.filter(cluster=cluster)
    if wanted.year:
        series = InvoiceSeries.objects.filter(cluster=cluster, code=wanted.year).values_list("pk", flat=True)
        invoices = invoices.filter(series_id__in=list(series))
    if wanted.organisation_id is not None:
        invoices = invoices.filter(organisation_id=wanted.organisation_id)
    if wanted.einvoice in DELIVERED:
        deliveries = EInvoiceDelivery.objects.filter(cluster=cluster, status__in=DELIVERED[wanted.einvoice])
        invoices = invoices.filter(pk__in=deliveries.values("invoice_id"))
    if words := wanted.search.strip():
        invoices = invoices.filter(_matching(cluster, words))
    if wanted.state in InvoiceState.values:
        invoices = _in_state(invoices, InvoiceState(wanted.state), on)
    return invoices


def _order(wanted: InvoiceFilter) -> list[str]:
    key, sign = wanted.sort.removeprefix("-"), "-" if wanted.sort.startswith("-") else ""
    column = SORTS.get(key)
    if column is None:
        column, sign = "id", "-"
    if column == "id":
        return [f"{sign}{'serial' if wanted.year else 'id'}"]  # within a year the same order, and an index holds it
    return [f"{sign}{column}", "-id"]


def _matching(cluster: Cluster, words: str) -> Q:
    """A number or a payment id is looked up by index; anything else is an organisation."""
    if number := _as_number(words):
        return Q(number=number)
    if words.isdigit() and len(words) <= 6:
        series = list(InvoiceSeries.objects.filter(cluster=cluster).values_list("pk", flat=True))
        return Q(series_id__in=series, serial=int(words))
    found = search_organisations(Organisation.objects.filter(listings__cluster=cluster), words).values_list("pk", flat=True)
    return Q(organisation_id__in=list(found[:MOST_ORGANISATIONS]))


def _as_number(words: str) -> str:
    """Return the invoice number in "2027-00042", in a payment id or in a whole payment line; "" when it is none."""
    if re.fullmatch(r"\d{4}-\d{5,}", words):
        return words
    try:
        identifier = fik.parse_line(words)[0]
    except ValueError:
        identifier = words
    return f"{identifier[:4]}-{int(identifier[4:14]):05d}" if re.fullmatch(r"\d{15}", identifier) else ""


def _in_state(invoices: QuerySet[Invoice], state: InvoiceState, on: date) -> QuerySet[Invoice]:
    """Say each state by what exists, so that the database can do it in sets instead of invoice by invoice."""
    if state == InvoiceState.CREDIT_NOTE:
        return invoices.filter(NOTE)
    credited = Exists(Invoice.objects.filter(credits=OuterRef("pk"), issued_on__lte=on))
    if state == InvoiceState.CREDITED:
        return invoices.filter(~NOTE, credited, total_minor__gt=0)
    settled = Q(total_minor=0) | Q(pk__in=_paid(on, is_in_full=True))
    invoices = invoices.filter(~NOTE).filter(~credited | Q(total_minor=0))
    given_up = Q(pk__in=written_off(on).values("invoice_id"))
    if state == InvoiceState.WRITTEN_OFF:
        return invoices.filter(given_up)
    invoices = invoices.exclude(given_up)
    if state == InvoiceState.PAID:
        return invoices.filter(settled)
    if state == InvoiceState.OVERDUE:
        return invoices.filter(~settled, due_on__lt=on)
    partly = Q(pk__in=_paid(on, is_in_full=False))
    return invoices.filter(~settled, partly if state == InvoiceState.PARTLY_PAID else ~partly, due_on__gte=on)


def _paid(on: date, *, is_in_full: bool) -> QuerySet[Allocation]:
    received = Allocation.objects.filter(settled_on__lte=on).order_by().values("invoice_id").annotate(minor=Sum("amount_minor"))
    total = F("invoice__total_minor")
    return (received.filter(minor__gte=total) if is_in_full else received.filter(minor__gt=0, minor__lt=total)).values("invoice_id")
