"""Invoices and credit notes: whole when made, never changed afterwards (a trigger sees to it)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow, Locale
from klynge.core.money import Money

from .product import Product, VatTreatment


class InvoiceSeries(ClusterRow):
    """A row of numbers without gaps; its row lock hands them out one transaction at a time."""

    code = models.CharField(max_length=12)  # "2027"; printed before the number
    next_number = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cluster", "code"], name="series_once")]


class InvoiceKind(models.TextChoices):
    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit_note", _("Credit note")


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    def visible_to(self, actor: Actor) -> InvoiceQuerySet:
        """Keep the invoices of the actor's cluster, for its staff; of the actor's own companies, for who sees their money."""
        if actor.is_staff_of(actor.cluster_id):
            return self.filter(cluster_id=actor.cluster_id)
        own = actor.companies_where("portal.see_money", cluster_id=actor.cluster_id)
        return self.filter(cluster_id=actor.cluster_id, organisation_id__in=own) if own else self.none()


class Invoice(ClusterRow):
    """A document with a number: buyer, seller and amounts as they were on the day."""

    cluster = models.ForeignKey(
        "access.Cluster", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )  # the series'
    kind = models.CharField(max_length=12, choices=InvoiceKind.choices, default=InvoiceKind.INVOICE)
    series = models.ForeignKey(InvoiceSeries, on_delete=models.PROTECT, related_name="+", db_index=False)
    serial = models.PositiveIntegerField()  # within the series, without gaps
    number = models.CharField(max_length=30)  # as printed: "2027-00042"
    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="invoices", db_index=False)
    credits = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="credit_notes", db_index=False)
    reason = models.CharField(max_length=200, blank=True)  # of a credit note
    source_key = models.CharField(max_length=120)  # what asked for it: "dues:12:4711"; once per cluster
    language = models.CharField(max_length=2, choices=Locale.choices)
    issued_on = models.DateField()
    due_on = models.DateField()
    issued_at = models.DateTimeField()
    seller = models.JSONField()  # name, cvr, street, postcode, town, country, email, iban, bic, bank_reg, bank_account, fik_creditor
    buyer = models.JSONField()  # name, cvr, street, postcode, town, country, gln, reference, attention, email
    currency = models.CharField(max_length=3)
    net_minor = models.BigIntegerField()
    vat_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    vat = (
        models.JSONField()
    )  # per category and rate: [{"treatment": "S", "rate_bp": 2500, "net_minor": ..., "vat_minor": ..., "reason": {...}}]
    payment_id = models.CharField(max_length=19, blank=True)  # FIK 71: 15 digits with the check digit
    entry = models.OneToOneField("ledger.Transaction", on_delete=models.PROTECT, null=True, related_name="+")  # none for a total of 0

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(InvoiceQuerySet))

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["series", "serial"], name="invoice_serial_once"),
            models.UniqueConstraint(fields=["cluster", "number"], name="invoice_number_once"),
            models.UniqueConstraint(fields=["cluster", "source_key"], name="invoice_source_once"),
            models.CheckConstraint(condition=Q(total_minor=F("net_minor") + F("vat_minor")), name="invoice_total_adds_up"),
            models.CheckConstraint(condition=Q(net_minor__gte=0) & Q(vat_minor__gte=0), name="invoice_not_negative"),
            models.CheckConstraint(condition=Q(due_on__gte=F("issued_on")), name="invoice_due_after_issue"),
            models.CheckConstraint(condition=Q(kind="credit_note") ^ Q(credits__isnull=True), name="credit_note_names_invoice"),
        ]
        indexes = [
            models.Index(fields=["cluster", "-id"], name="invoice_by_cluster"),
            models.Index(fields=["organisation", "-id"], name="invoice_by_organisation"),
            models.Index(fields=["cluster", "due_on"], name="invoice_by_due_day"),
            models.Index(fields=["credits"], name="invoice_by_credited", condition=Q(credits__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def total(self) -> Money:
        """What is to be paid, VAT included."""
        return Money(self.total_minor, self.currency)


class InvoiceLine(models.Model):
    """One thing charged, with its net amount and how it is taxed."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines", db_index=False)
    position = models.PositiveSmallIntegerField()
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", db_index=False)
    text = models.CharField(max_length=300)  # in the invoice's language
    note = models.CharField(max_length=500, blank=True)  # why this amount, in the invoice's language
    net_minor = models.BigIntegerField()
    vat_treatment = models.CharField(max_length=1, choices=VatTreatment.choices)
    vat_rate_bp = models.PositiveIntegerField()

    class Meta:
        ordering = ["invoice", "position"]
        constraints = [models.UniqueConstraint(fields=["invoice", "position"], name="line_position_once")]
