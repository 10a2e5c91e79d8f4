"""Sums of views and visitors by day. There is no row about one visit, so there is nobody to forget."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow


class DaySumQuerySet(models.QuerySet["PageDay | VisitorDay"]):
    def visible_to(self, actor: Actor) -> DaySumQuerySet:
        """Keep the sums of the actor's cluster, for its staff; else none."""
        if not actor.is_staff_of(actor.cluster_id):
            return self.none()
        return self.filter(cluster_id=actor.cluster_id)


class PageDay(ClusterRow):
    """How often one page was opened on one day."""

    day_on = models.DateField()
    page = models.CharField(max_length=120)  # its address behind the cluster's own, without language and question: "news/et-navn/"
    views = models.PositiveIntegerField()

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(DaySumQuerySet))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cluster", "day_on", "page"], name="one_sum_a_page_and_day"),
            models.CheckConstraint(condition=Q(views__gt=0), name="a_sum_of_views_is_of_some"),
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.day_on}"


class VisitorDay(ClusterRow):
    """How many of those who said yes to being counted came on one day, and how many of them had been here before."""

    day_on = models.DateField()
    visitors = models.PositiveIntegerField()
    returned = models.PositiveIntegerField()

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(DaySumQuerySet))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cluster", "day_on"], name="one_sum_of_visitors_a_day"),
            models.CheckConstraint(condition=Q(returned__lte=models.F("visitors")), name="who_returns_is_a_visitor"),
        ]

    def __str__(self) -> str:
        return str(self.day_on)


class Asking(ClusterRow):
    """The time during which the site asks its visitors whether they may be counted; open while it has no end."""

    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cluster"], condition=Q(ended_at__isnull=True), name="asks_visitors_once"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("began_at")), name="asking_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return str(self.began_at)
