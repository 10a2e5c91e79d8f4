"""What of a payment settles which invoice, and what is left of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Case, F, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.billing.models import Allocation, Invoice, InvoiceKind, Payment, PaymentReversal, Refund

from .balances import with_balance

LOCK = 7_306  # any number that nobody else takes as the first of two


def hold_settlements(cluster: Cluster) -> None:
    """Let nobody else record, use or release the cluster's payments until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, cluster.pk])


def with_unallocated(payments: QuerySet[Payment], *, on: date | None = None) -> QuerySet[Payment]:
    """Annotate ``unallocated_minor``: what settles no invoice and was not paid back at the end of the day (default: by all that is recorded).

    Nothing is left of a payment that was taken back, on any day.
    """
    used = Allocation.objects.filter(payment=OuterRef("pk"), **({"settled_on__lte": on} if on else {}))
    paid_back = Refund.objects.filter(payment=OuterRef("pk"), reversal__isnull=True, **({"paid_on__lte": on} if on else {}))
    left = F("amount_minor") - _sum(used) - _sum(paid_back)
    return payments.annotate(
        unallocated_minor=Case(When(reversal__isnull=False, then=Value(0)), default=left, output_field=BigIntegerField())
    )


def _sum(rows: QuerySet[Any]) -> Coalesce:
    sums = rows.order_by().values("payment").annotate(minor=Sum("amount_minor")).values("minor")
    return Coalesce(Subquery(sums, output_field=BigIntegerField()), Value(0))


def unallocated_minor(payment: Payment) -> int:
    """Return what of the payment settles no invoice and was not paid back, in minor units; 0 when it was taken back."""
    if PaymentReversal.objects.filter(payment=payment).exists():
        return 0
    used = Allocation.objects.filter(payment=payment).aggregate(minor=Sum("amount_minor"))["minor"] or 0
    paid_back = Refund.objects.filter(payment=payment, reversal__isnull=True).aggregate(minor=Sum("amount_minor"))["minor"] or 0
    return int(payment.amount_minor - used - paid_back)


def credits_of(cluster: Cluster, organisation_id: int, *, on: date) -> QuerySet[Payment]:
    """Return the organisation's payments that have something left on the day, the oldest first (see with_unallocated)."""
    received = Payment.objects.filter(cluster=cluster, organisation_id=organisation_id, received_on__lte=on)
    return with_unallocated(received, on=on).filter(unallocated_minor__gt=0).order_by("received_on", "id")


def invoices_to_settle(cluster: Cluster, organisation_id: int) -> QuerySet[Invoice]:
    """Return the organisation's invoices with something open by all that is recorded, the oldest due day first (see with_balance)."""
    issued = Invoice.objects.filter(cluster=cluster, organisation_id=organisation_id, kind=InvoiceKind.INVOICE)
    return with_balance(issued, on=date.max).filter(open_minor__gt=0).order_by("due_on", "id")


def living_allocations(invoice: Invoice) -> QuerySet[Allocation]:
    """Return what settles the invoice, without what was released, the oldest first."""
    made = invoice.allocations.filter(reverses__isnull=True, released_by__isnull=True)
    return made.select_related("payment__organisation").order_by("settled_on", "id")


def too_much(reference: str) -> str:
    """Say that a payment has too little left."""
    return _("The payment “%s” has less left than that. Look at what it settles already.") % reference


def too_little_open(number: str) -> str:
    """Say that an invoice has too little open."""
    return _("Less than that is open on invoice %s. What is too much stays as the payer's credit.") % number
