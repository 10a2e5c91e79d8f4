"""E-invoices on their way: where each was handed over, and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow

from .invoice import Invoice


class Channel(models.TextChoices):
    FOLDER = "folder", _("Folder")
    ACCESS_POINT = "access_point", _("Access point")


class DeliveryStatus(models.TextChoices):
    """How far it has come; sent is with the network, accepted and rejected are the receiver's word."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    FAILED = "failed", _("Failed")


class DeliveryQuerySet(models.QuerySet["EInvoiceDelivery"]):
    def visible_to(self, actor: Actor) -> DeliveryQuerySet:
        """Keep the deliveries of the actor's cluster, for its staff; else none."""
        if not actor.is_staff_of(actor.cluster_id):
            return self.none()
        return self.filter(cluster_id=actor.cluster_id)


class EInvoiceDelivery(ClusterRow):
    """One document on one channel, once; tried until it is there or somebody has to look at it."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    status = models.CharField(max_length=8, choices=DeliveryStatus.choices, default=DeliveryStatus.WAITING)
    message_id = models.UUIDField(unique=True)  # the same at every try, so that the receiver knows a repetition
    attempts = models.PositiveIntegerField(default=0)  # since it was last put back
    remote = models.CharField(max_length=500, blank=True)  # where the receiver keeps it: a path, or an address to ask
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)  # of a waiting one; of a sent one: when to ask what became of it

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(DeliveryQuerySet))

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["invoice", "channel"], name="delivery_once")]
        indexes = [
            models.Index(fields=["cluster", "next_try_at"], name="delivery_due", condition=Q(next_try_at__isnull=False)),
            models.Index(fields=["cluster", "status", "invoice"], name="delivery_by_status"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice.number} → {self.get_channel_display()}"


class DeliveryEvent(models.Model):
    """What happened to a delivery, as it was said; never changed (a trigger sees to it)."""

    delivery = models.ForeignKey(EInvoiceDelivery, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=DeliveryStatus.choices)  # what it became; waiting after a try that failed
    words = models.TextField(blank=True)  # the receiver's own, or ours

    class Meta:
        ordering = ["id"]
