"""Books as append-only postings: a transaction moves amounts between accounts and balances by construction."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from klynge.access.models import ClusterRow


class AccountKind(models.TextChoices):
    ASSET = "asset", _("Asset")
    LIABILITY = "liability", _("Liability")
    INCOME = "income", _("Income")
    EXPENSE = "expense", _("Expense")


class Account(ClusterRow):
    """A place where money stands: ``receivable:organisation:7``, ``income:dues``, ``vat:payable``, ``bank``."""

    code = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=AccountKind.choices)
    name = models.JSONField(default=dict)  # {"da": ..., "en": ...}

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["cluster", "code"], name="account_code_once")]

    def __str__(self) -> str:
        return self.code


class Transaction(ClusterRow):
    """One event in the books, on one day, under one reference that can exist only once."""

    cluster = models.ForeignKey(
        "access.Cluster", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )  # its accounts'
    reference = models.CharField(max_length=80)  # "invoice:2027-00042"
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()
    text = models.CharField(max_length=200)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["cluster", "reference"], name="transaction_reference_once")]
        indexes = [models.Index(fields=["cluster", "effective_on"], name="transaction_by_day")]

    def __str__(self) -> str:
        return self.reference


class Posting(models.Model):
    """Moves an amount from one account to another, so every transaction balances by construction."""

    transaction = models.ForeignKey(Transaction, on_delete=models.PROTECT, related_name="postings")
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="credits")  # from
    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="debits")  # to
    amount_minor = models.BigIntegerField()  # øre; always positive
    currency = models.CharField(max_length=3, default="DKK")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="posting_amount_positive"),
            models.CheckConstraint(condition=~Q(credit=F("debit")), name="posting_between_two_accounts"),
        ]


class Closing(ClusterRow):
    """The books are closed through a day; the newest row holds, so an earlier day than before opens them again."""

    through_on = models.DateField()  # the last closed day
    reason = models.CharField(max_length=300, blank=True)  # of an opening
    closed_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.through_on)


class ChartNumber(ClusterRow):
    """The number by which the cluster's bookkeeping system knows a family of accounts."""

    family = models.CharField(max_length=40)  # "receivable", "income:dues"
    number = models.CharField(max_length=12)

    class Meta:
        ordering = ["number", "family"]
        constraints = [models.UniqueConstraint(fields=["cluster", "family"], name="chart_number_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.family}"
