"""Money that came in, and which invoices it settles."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from klynge.access.models import ClusterRow

from .invoice import Invoice


class PaymentKind(models.TextChoices):
    MONEY = "money", _("Money")
    WRITE_OFF = "loss", _("Written off")


class Payment(ClusterRow):
    """An amount received from an organisation; or one that is given up: what settles an invoice is told in one place (decision 13)."""

    kind = models.CharField(max_length=5, choices=PaymentKind.choices, default=PaymentKind.MONEY, db_default=PaymentKind.MONEY)

    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="payments")
    received_on = models.DateField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reference = models.CharField(max_length=80)  # unique: the bank's own, or one made by hand
    text = models.CharField(max_length=200, blank=True)
    entry = models.OneToOneField("ledger.Transaction", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payment_positive"),
            models.UniqueConstraint(fields=["cluster", "reference"], name="payment_reference_once"),
        ]


class Allocation(models.Model):
    """How much of a payment settles which invoice; a release is a row of its own with the opposite amount, so the sums are always right."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="allocations")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="allocations")
    amount_minor = models.BigIntegerField()
    settled_on = models.DateField()  # when the money was there and the invoice too: a release carries the day of what it takes back
    made_at = models.DateTimeField()
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="released_by")
    reason = models.CharField(max_length=200, blank=True)  # of a release
    entry = models.OneToOneField(
        "ledger.Transaction", on_delete=models.PROTECT, null=True, related_name="+"
    )  # only when one pays for another

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, amount_minor__gt=0) | Q(reverses__isnull=False, amount_minor__lt=0),
                name="allocation_or_release",
            ),
        ]


class PaymentReversal(models.Model):
    """A payment that is taken back, as if it had never come in; nothing is left of it, and it settles nothing (a trigger sees to it)."""

    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="reversal")
    reversed_at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    entry = models.OneToOneField("ledger.Transaction", on_delete=models.PROTECT, related_name="+")
