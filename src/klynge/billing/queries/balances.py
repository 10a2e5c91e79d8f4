"""What is open on an invoice, derived from payments and credit notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from klynge.access.models import Cluster
from klynge.billing.models import Allocation, Invoice, InvoiceKind, PaymentKind


class InvoiceState(models.TextChoices):
    """Where an invoice stands on a day."""

    OPEN = "open", _("Open")
    PARTLY_PAID = "partly_paid", _("Partly paid")
    OVERDUE = "overdue", _("Overdue")
    PAID = "paid", _("Paid")
    WRITTEN_OFF = "written_off", _("Written off")
    CREDITED = "credited", _("Credited")
    CREDIT_NOTE = "credit_note", _("Credit note")


@dataclass(frozen=True, slots=True)
class Settlement:
    """How an invoice is settled, in minor units; what is open is below zero when money is owed back."""

    total_minor: int
    paid_minor: int
    credited_minor: int

    @property
    def open_minor(self) -> int:
        """What is left to pay."""
        return self.total_minor - self.paid_minor - self.credited_minor


def with_balance(invoices: QuerySet[Invoice], *, on: date) -> QuerySet[Invoice]:
    """Annotate paid_minor, credited_minor, open_minor and state (an InvoiceState) as of the end of the day.

    A credit note settles another document, so it has nothing open itself.
    """
    is_note = Q(kind=InvoiceKind.CREDIT_NOTE)
    return invoices.annotate(
        paid_minor=_total(_paid(OuterRef("pk"), on)),
        credited_minor=_total(_credited(OuterRef("pk"), on)),
        open_minor=Case(When(is_note, then=Value(0)), default=F("total_minor") - F("paid_minor") - F("credited_minor")),
    ).annotate(
        state=Case(
            When(is_note, then=Value(InvoiceState.CREDIT_NOTE)),
            When(credited_minor__gt=0, then=Value(InvoiceState.CREDITED)),
            When(Exists(written_off(on).filter(invoice=OuterRef("pk"))), then=Value(InvoiceState.WRITTEN_OFF)),
            When(open_minor__lte=0, then=Value(InvoiceState.PAID)),
            When(due_on__lt=on, then=Value(InvoiceState.OVERDUE)),
            When(paid_minor__gt=0, then=Value(InvoiceState.PARTLY_PAID)),
            default=Value(InvoiceState.OPEN),
            output_field=models.CharField(),
        )
    )


def settlement_of(invoice: Invoice, *, on: date | None = None) -> Settlement:
    """Return what was paid and credited up to and including the day (default: of all that is recorded)."""
    day = on or date.max
    paid = Allocation.objects.filter(invoice=invoice, settled_on__lte=day).aggregate(minor=Sum("amount_minor"))["minor"] or 0
    credited = invoice.credit_notes.filter(issued_on__lte=day).aggregate(minor=Sum("total_minor"))["minor"] or 0
    return Settlement(invoice.total_minor if invoice.kind == InvoiceKind.INVOICE else 0, paid, credited)


def open_minor(invoice: Invoice, *, on: date | None = None) -> int:
    """Return what is left to pay of the invoice, in minor units; below zero when money is owed back."""
    return settlement_of(invoice, on=on).open_minor


def invoice_by_number(cluster: Cluster, number: str) -> Invoice | None:
    """Return the cluster's invoice or credit note with the number."""
    found: Invoice | None = Invoice.objects.filter(cluster=cluster, number=number.strip()).select_related("cluster", "organisation").first()
    return found


def _paid(invoice: OuterRef, on: date) -> QuerySet[Allocation]:
    return Allocation.objects.filter(invoice=invoice, settled_on__lte=on).order_by().values("invoice").annotate(minor=Sum("amount_minor"))


def written_off(on: date) -> QuerySet[Allocation]:
    """Return what gives the rest of an invoice up and holds on the day."""
    given_up = Allocation.objects.filter(payment__kind=PaymentKind.WRITE_OFF, settled_on__lte=on)
    return given_up.filter(reverses__isnull=True, released_by__isnull=True)


def _credited(invoice: OuterRef, on: date) -> QuerySet[Invoice]:
    return Invoice.objects.filter(credits=invoice, issued_on__lte=on).order_by().values("credits").annotate(minor=Sum("total_minor"))


def _total(rows: QuerySet[models.Model]) -> Coalesce:
    return Coalesce(Subquery(rows.values("minor"), output_field=BigIntegerField()), Value(0), output_field=BigIntegerField())
