"""What is agreed or given up after an invoice was issued: a loss, money paid back, payment by instalments."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from klynge.access.models import ClusterRow

from .invoice import Invoice
from .payment import Payment


class WriteOff(models.Model):
    """What is open on an invoice is given up; the payment of its kind settles it, and taking that back takes this back."""

    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="write_off")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="write_offs")
    reason = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["id"]


class Refund(ClusterRow):
    """What of a payment settled nothing and was paid back."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    number = models.CharField(max_length=30)  # "T-42"; on the document and in the bank transfer
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    paid_on = models.DateField()
    to_account = models.CharField(max_length=34)  # IBAN, or registration number and account number
    reason = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    entry = models.OneToOneField("ledger.Transaction", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_positive"),
            models.UniqueConstraint(fields=["cluster", "number"], name="refund_number_once"),
        ]

    def __str__(self) -> str:
        return self.number


class RefundReversal(models.Model):
    """A refund that never reached its account, or was none; the money is the payer's again."""

    refund = models.OneToOneField(Refund, on_delete=models.PROTECT, related_name="reversal")
    reversed_at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    entry = models.OneToOneField("ledger.Transaction", on_delete=models.PROTECT, related_name="+")


class InstalmentPlan(ClusterRow):
    """An agreement to pay what is open on an invoice in parts; while each is paid in time there are no reminders."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="instalment_plans")
    agreed_on = models.DateField()
    open_minor = models.BigIntegerField()  # on that day; the parts add up to it
    currency = models.CharField(max_length=3)
    note = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.invoice)


class Instalment(models.Model):
    """One part of a plan and the last day on which it may come."""

    plan = models.ForeignKey(InstalmentPlan, on_delete=models.PROTECT, related_name="parts", db_index=False)
    due_on = models.DateField()
    amount_minor = models.BigIntegerField()

    class Meta:
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "due_on"], name="instalment_day_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="instalment_positive"),
        ]


class InstalmentPlanEnd(models.Model):
    """The agreement does not hold any more; what is open is due as the invoice says."""

    plan = models.OneToOneField(InstalmentPlan, on_delete=models.PROTECT, related_name="end")
    ended_on = models.DateField()
    reason = models.CharField(max_length=300)
    ended_at = models.DateTimeField()
