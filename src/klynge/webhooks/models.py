"""Programs outside that are told what happened: where they are, what they were told, and what they answered."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow


class WebhookQuerySet(models.QuerySet["Endpoint"]):
    def visible_to(self, actor: Actor) -> WebhookQuerySet:
        """Keep those of the actor's cluster, for whoever may run its integrations; else none."""
        if not actor.may("webhooks.see", cluster_id=actor.cluster_id):
            return self.none()
        return self.filter(cluster_id=actor.cluster_id)


class Endpoint(ClusterRow):
    """An address that is told; its secret is worked out from its key and ``generation``, and kept nowhere."""

    label = models.CharField(max_length=60)
    url = models.CharField(max_length=500)
    areas = ArrayField(models.CharField(max_length=20))
    generation = models.PositiveIntegerField(default=1)  # of the secret
    rotated_at = models.DateTimeField(null=True, blank=True)  # for a day from here the secret before signs too
    born_event = models.BigIntegerField()  # the latest audit event when it was made: what was before is not told
    seen_event = models.BigIntegerField()  # the latest of which it was told
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    failing_since = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    pause_reason = models.CharField(max_length=300, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(WebhookQuerySet))

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(areas__len__gt=0) & ~Q(url=""), name="endpoint_hears_something")]

    def __str__(self) -> str:
        return self.label


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Given up")


class Delivery(ClusterRow):
    """One message to one endpoint; it keeps its identity however often it is sent."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    event = models.BigIntegerField(null=True)  # the audit event that it tells of
    message_id = models.CharField(max_length=40, unique=True)
    topic = models.CharField(max_length=80)
    payload = models.JSONField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)  # when it is sent, as long as it waits

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(WebhookQuerySet))

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event"], name="told_once"),
            models.CheckConstraint(condition=Q(state="waiting", next_at__isnull=False) | ~Q(state="waiting"), name="delivery_waits_until"),
        ]
        indexes = [
            models.Index(fields=["endpoint", "-id"], name="webhook_by_endpoint"),
            models.Index(fields=["endpoint", "next_at"], name="webhook_due", condition=Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return f"{self.topic} → {self.endpoint}"


class Try(models.Model):
    """One attempt to hand a message over; rows are only added."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)  # of HTTP; None: no answer
    milliseconds = models.PositiveIntegerField()
    said = models.CharField(max_length=300, blank=True)  # the beginning of the answer, or what went wrong

    class Meta:
        ordering = ["id"]
