"""A programme with its milestones and calls."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow
from klynge.core.texts import TextField, in_language


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, actor: Actor) -> ProgrammeQuerySet:
        """Keep the programmes of the actor's cluster, for its staff and for people of its members; else none."""
        if actor.cluster_id is None:
            return self.none()
        own = self.filter(cluster_id=actor.cluster_id)
        if actor.is_staff_of(actor.cluster_id) or actor.companies_where("portal.sign_up", cluster_id=actor.cluster_id):
            return own
        return self.none()


class Programme(ClusterRow):
    """Companies and researchers work on something new over months; somebody else pays a part, hours pay another."""

    name = TextField()
    purpose = TextField()  # Markdown
    funder = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()  # the first day after
    budget_minor = models.PositiveBigIntegerField(null=True, blank=True)  # of co-financing wanted, in the cluster's currency
    hour_rate_minor = models.PositiveIntegerField(default=0)  # what an hour counts for; frozen on each hour when it is signed
    aid_minor = models.PositiveBigIntegerField(default=0)  # what a seat is worth as de minimis aid
    ore_per_euro = models.PositiveIntegerField(default=746)  # for the ceiling, which is in euro; as the grant's terms say

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(ProgrammeQuerySet))

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="programme_ends_after_start"),
            models.CheckConstraint(condition=Q(ore_per_euro__gt=0), name="programme_has_a_rate"),
        ]

    def __str__(self) -> str:
        return in_language(self.name)


class Milestone(ClusterRow):
    """Something that is to be reached by a day, in a phase of the programme."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="milestones")
    phase = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=160)
    due_on = models.DateField()
    reached_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["programme", "due_on", "id"]

    def __str__(self) -> str:
        return self.name


class Call(ClusterRow):
    """Members may apply during a span of days, for so many seats."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="calls")
    title = TextField()
    text = TextField()  # Markdown
    opens_on = models.DateField()
    closes_on = models.DateField()  # the last day
    seats_most = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-opens_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="call_closes_after_opening"),
            models.CheckConstraint(condition=Q(seats_most__isnull=True) | Q(seats_most__gt=0), name="call_has_some_seats"),
        ]

    def __str__(self) -> str:
        return in_language(self.title)

    def is_open_on(self, day: date) -> bool:
        """Say whether one may apply on the day."""
        return self.opens_on <= day <= self.closes_on
