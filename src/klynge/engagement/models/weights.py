"""What counts how much: versions that the board adopts, kept for ever."""

from __future__ import annotations

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow

from .activity import ActivityKind, Axis

POINTS = {"max_digits": 5, "decimal_places": 2, "validators": [MinValueValidator(0), MaxValueValidator(100)]}


class Normalisation(models.TextChoices):
    """By what the points are divided, so that a large company does not look engaged for being large."""

    NONE = "none", _("Nothing")
    ROOT = "root", _("The square root of the number of contacts")
    LOGARITHM = "logarithm", _("One plus the logarithm (base 2) of the number of contacts")


class WeightQuerySet(models.QuerySet["WeightScheme"]):
    def visible_to(self, actor: Actor) -> WeightQuerySet:
        """Keep the versions of the actor's cluster, for its staff; else none."""
        if not actor.is_staff_of(actor.cluster_id):
            return self.none()
        return self.filter(cluster_id=actor.cluster_id)

    def in_force(self, day: date) -> WeightQuerySet:
        """Put the version that holds on the day first; none when the proposal does."""
        return self.filter(adopted_on__isnull=False, effective_on__lte=day).order_by("-effective_on", "-version")


class WeightScheme(ClusterRow):
    """One version; an adopted one is never edited, and holds until the next one's day. Before the first, our own proposal holds."""

    version = models.PositiveIntegerField()  # from 1; 0 is the proposal
    half_life_days = models.PositiveIntegerField(default=180)
    contributes_cap = models.DecimalField(default=50, **POINTS)
    benefits_cap = models.DecimalField(default=50, **POINTS)
    passive_below = models.DecimalField(default=10, **POINTS)  # of both axes together
    contributor_from = models.DecimalField(default=1, **POINTS)  # below it, a company only benefits
    engaged_from = models.DecimalField(default=15, **POINTS)  # of each axis
    normalisation = models.CharField(max_length=10, choices=Normalisation.choices, default=Normalisation.ROOT)
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=120)
    effective_on = models.DateField(null=True, blank=True)
    adopted_on = models.DateField(null=True, blank=True)
    resolution = models.CharField(max_length=200, blank=True)  # who decided, and where it is written

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(WeightQuerySet))

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["cluster", "version"], name="weights_version_once"),
            models.UniqueConstraint(fields=["cluster", "effective_on"], name="weights_start_once"),
            models.CheckConstraint(
                condition=Q(adopted_on__isnull=True, effective_on__isnull=True, resolution="")
                | Q(adopted_on__isnull=False, effective_on__isnull=False) & ~Q(resolution=""),
                name="weights_adopted_by_resolution",
            ),
            models.CheckConstraint(condition=Q(half_life_days__gte=1) & Q(version__gte=1), name="weights_sane"),
        ]

    def __str__(self) -> str:
        return f"v{self.version}"


class Weight(models.Model):
    """What one kind of activity counts in a version: its axis, its points each time (or each hour), and the most that it can give."""

    scheme = models.ForeignKey(WeightScheme, on_delete=models.CASCADE, related_name="weights")
    kind = models.CharField(max_length=12, choices=ActivityKind.choices)
    axis = models.CharField(max_length=12, choices=Axis.choices)
    points = models.DecimalField(**POINTS)
    cap = models.DecimalField(null=True, blank=True, **POINTS)

    class Meta:
        ordering = ["scheme", "id"]
        constraints = [models.UniqueConstraint(fields=["scheme", "kind"], name="weight_once_a_kind")]
