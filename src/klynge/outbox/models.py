"""Mail waiting to leave, and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow, Locale


class OutboxQuerySet(models.QuerySet[models.Model]):
    def visible_to(self, actor: Actor) -> OutboxQuerySet:
        """Keep the rows of the actor's cluster, for whoever may read the outbox; else none."""
        if not actor.may("outbox.see", cluster_id=actor.cluster_id):
            return self.none()
        return self.filter(cluster_id=actor.cluster_id)


class Batch(ClusterRow):
    """Mails of one rule that are previewed and released together; nothing leaves before the release."""

    rule = models.CharField(max_length=60)  # billing.invoice
    title = models.CharField(max_length=160)
    source_key = models.CharField(max_length=120)  # what made it: "dues_run:7"
    created_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    released_by = models.CharField(max_length=120, blank=True)

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(OutboxQuerySet))

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["cluster", "rule", "source_key"], name="batch_once")]

    def __str__(self) -> str:
        return self.title


class MailStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    KEPT = "kept", _("Kept, not sent")
    SKIPPED = "skipped", _("Skipped")
    FAILED = "failed", _("Failed")


class Mail(ClusterRow):
    """One message to one reader; (rule, subject, reference date) can exist once only."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="mails")
    rule = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=120)  # "billing.invoice:42"
    reference_on = models.DateField()
    to_address = models.CharField(max_length=254, blank=True)  # empty: skipped, with the reason
    to_name = models.CharField(max_length=160, blank=True)
    language = models.CharField(max_length=2, choices=Locale.choices)
    template = models.CharField(max_length=80)  # "billing/invoice"
    context = models.JSONField(default=dict)  # what the template needs, as plain data
    attachment = models.JSONField(default=dict)  # {"kind": "billing.invoice_pdf", "id": 42}
    status = models.CharField(max_length=10, choices=MailStatus.choices, default=MailStatus.WAITING)
    created_at = models.DateTimeField()
    blotted_at = models.DateTimeField(null=True)  # address and text were erased

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(OutboxQuerySet))

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["cluster", "rule", "subject_key", "reference_on"], name="mail_once")]
        indexes = [
            models.Index(fields=["cluster", "-id"], name="mail_by_cluster"),
            models.Index(fields=["batch", "id"], name="mail_waiting", condition=Q(status="waiting")),
            models.Index(fields=["cluster", "subject_key"], name="mail_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} → {self.to_address or '?'}"


class Attempt(models.Model):
    """One try to hand a mail over, with what came of it."""

    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=MailStatus.choices)
    reason = models.TextField(blank=True)
    message_id = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
