"""What was deleted because its time was over, and the standing order to do so."""

from __future__ import annotations

from django.db import models
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow


class RetentionRunQuerySet(models.QuerySet["RetentionRun"]):
    def visible_to(self, actor: Actor) -> RetentionRunQuerySet:
        """Keep the runs of the actor's cluster, for its staff; else none."""
        if not actor.is_staff_of(actor.cluster_id):
            return self.none()
        return self.filter(cluster_id=actor.cluster_id)


class RetentionRun(ClusterRow):
    """One round of deleting what was kept as long as it may be: how much was shown, and how much of it is done."""

    started_at = models.DateTimeField()
    by_name = models.CharField(max_length=120)
    shown = models.JSONField()  # {"mails": 12, ...}: what somebody looked at, or the night's own count
    done = models.JSONField(default=dict)  # the same keys, one by one as they are done
    forgotten = models.PositiveIntegerField(default=0)  # people, as they are done one by one
    finished_at = models.DateTimeField(null=True)

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(RetentionRunQuerySet))

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["cluster"], condition=models.Q(finished_at__isnull=True), name="retention_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d}"


class StandingOrder(ClusterRow):
    """The cluster wants this done every night, from one moment until another."""

    ordered_at = models.DateTimeField()
    ordered_by = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["cluster"], condition=models.Q(ended_at__isnull=True), name="standing_order_once"),
        ]

    def __str__(self) -> str:
        return f"{self.ordered_at:%Y-%m-%d}"
