"""Who did what and when: rows are added, never changed (a trigger sees to it)."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F
from django.db.models.functions import Upper

from klynge.access.models import ClusterRow


class AuditEvent(ClusterRow):
    """One change, as its action recorded it."""

    at = models.DateTimeField()
    actor_name = models.CharField(max_length=120)
    user = models.ForeignKey("access.User", on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    verb = models.CharField(max_length=80)  # billing.invoice.voided
    subject_type = models.CharField(max_length=60)  # billing.invoice
    subject_id = models.BigIntegerField(null=True)
    subject_label = models.CharField(max_length=200)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["cluster", "-id"], name="audit_by_cluster"),
            models.Index(fields=["cluster", "subject_type", "subject_id", "-id"], name="audit_by_subject"),
            models.Index(fields=["cluster", "user", "-id"], name="audit_by_user"),
            models.Index(fields=["cluster", "verb", "-id"], name="audit_by_verb"),
            models.Index(fields=["cluster", "at"], name="audit_by_moment"),
            # upper(): what Django's icontains compares
            GinIndex(
                F("cluster"), *(OpClass(Upper(name), name="gin_trgm_ops") for name in ("actor_name", "subject_label")), name="audit_by_word"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_label}"


class Seal(ClusterRow):
    """A link of a hash chain over rows that are only ever added: changing one of them later breaks the link."""

    stream = models.CharField(max_length=20)  # which rows: "audit", "ledger"
    number = models.PositiveIntegerField()  # 1, 2, 3 ... without gaps
    last_id = models.BigIntegerField()  # the last row under it
    rows = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)  # of the digest before and of its rows
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["stream", "number"]
        constraints = [models.UniqueConstraint(fields=["cluster", "stream", "number"], name="seal_number_once")]

    def __str__(self) -> str:
        return f"{self.stream} {self.number}"


class Redaction(ClusterRow):
    """Words about a forgotten person were blotted out of an event; the digests keep the chain of seals whole."""

    event = models.ForeignKey(AuditEvent, on_delete=models.DO_NOTHING, related_name="redactions")
    at = models.DateTimeField()
    before = models.CharField(max_length=64)  # SHA-256 of the row's content
    after = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.event_id}"
