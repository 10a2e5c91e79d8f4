"""Bank accounts, the files that came from the bank, their statements, and each single entry."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow


class BankQuerySet(models.QuerySet["ClusterRow"]):
    def visible_to(self, actor: Actor) -> BankQuerySet:
        """Keep the rows of the actor's cluster, for its staff; else none."""
        if not actor.is_staff_of(actor.cluster_id):
            return self.none()
        return self.filter(cluster_id=actor.cluster_id)


class BankAccount(ClusterRow):
    """An account at a bank, and the account of the books that mirrors it."""

    identifier = models.CharField(max_length=34)  # IBAN, or registration number and account number without spaces: "00400440116243"
    name = models.CharField(max_length=80)
    currency = models.CharField(max_length=3)
    ledger_code = models.CharField(max_length=80, default="bank")

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(BankQuerySet))

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["cluster", "identifier"], name="bank_account_once")]

    def __str__(self) -> str:
        return self.name


class FileFormat(models.TextChoices):
    """What a file from the bank is written in."""

    CAMT_053 = "camt.053", _("ISO 20022 statement (camt.053)")
    CAMT_054 = "camt.054", _("ISO 20022 notification (camt.054)")
    MT940 = "mt940", _("SWIFT statement (MT940)")
    CSV = "csv", _("CSV from the bank")


class BankFileState(models.TextChoices):
    WAITING = "waiting", _("Waiting to be read")
    DONE = "done", _("Read")
    REFUSED = "refused", _("Refused")


class BankFile(ClusterRow):
    """A file as it came from the bank; the same bytes come in once."""

    stored = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    format = models.CharField(max_length=10, choices=FileFormat.choices, blank=True)
    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, null=True, related_name="+")  # for files that don't name it
    state = models.CharField(max_length=8, choices=BankFileState.choices, default=BankFileState.WAITING)
    refusal = models.JSONField(default=dict)  # {"code", "line", "value"}; queries/wording.py says it
    seen_entries = models.PositiveIntegerField(default=0)
    new_entries = models.PositiveIntegerField(default=0)
    received_at = models.DateTimeField()

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(BankQuerySet))

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["cluster", "sha256"], name="bank_file_once")]

    def __str__(self) -> str:
        return self.name


class Statement(ClusterRow):
    """What a file says of one account over some days: balances before and after, and what is missing between."""

    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="statements")
    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="statements")
    number = models.CharField(max_length=35, blank=True)  # the bank's own
    first_on = models.DateField()
    last_on = models.DateField()
    opening_minor = models.BigIntegerField(null=True)  # none in a notification, and in files without balances
    closing_minor = models.BigIntegerField(null=True)
    gap_minor = models.BigIntegerField(default=0)  # closing - opening - entries; anything but 0 is told

    class Meta:
        ordering = ["-last_on", "-id"]

    def __str__(self) -> str:
        return self.number or str(self.last_on)


class ReferenceKind(models.TextChoices):
    """What kind of reference the payer gave."""

    NONE = "", _("None")
    FIK = "fik", _("FIK")
    RF = "rf", _("RF creditor reference")


class BankEntry(ClusterRow):
    """One movement, split out of its batch: what came in (above zero) or went out, from whom, and with what words."""

    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="entries", db_index=False)
    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="entries")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, null=True, related_name="entries")
    booked_on = models.DateField()
    value_on = models.DateField(null=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    original_minor = models.BigIntegerField(null=True)  # what was sent in another currency
    original_currency = models.CharField(max_length=3, blank=True)
    is_reversal = models.BooleanField(default=False)  # the bank takes an earlier movement back
    reference_kind = models.CharField(max_length=3, choices=ReferenceKind.choices, blank=True)
    reference = models.CharField(max_length=35, blank=True)  # digits of the FIK id, or the RF reference without spaces
    fik_creditor = models.CharField(max_length=8, blank=True)
    text = models.CharField(max_length=1000, blank=True)
    payer_name = models.CharField(max_length=140, blank=True)  # or the payee's, when money went out
    payer_account = models.CharField(max_length=34, blank=True)
    bank_reference = models.CharField(max_length=80, blank=True)
    batch = models.CharField(max_length=80, blank=True)  # what the bank booked as one sum
    fingerprint = models.CharField(max_length=64)  # of what the bank says of it
    occurrence = models.PositiveSmallIntegerField(default=1)  # two identical payments on one day are two

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(BankQuerySet))

    class Meta:
        ordering = ["-booked_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["account", "fingerprint", "occurrence"], name="bank_entry_once"),
            models.CheckConstraint(condition=~Q(amount_minor=0), name="bank_entry_moves_money"),
        ]
        indexes = [
            models.Index(fields=["cluster", "-booked_on", "-id"], name="bank_entry_by_day"),
            models.Index(fields=["account", "batch"], condition=~Q(batch=""), name="bank_entry_by_batch"),
            models.Index(fields=["account", "bank_reference"], condition=~Q(bank_reference=""), name="bank_entry_by_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.booked_on} {self.amount_minor}"
