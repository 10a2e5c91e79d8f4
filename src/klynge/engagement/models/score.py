"""How engaged each member is on a day, worked out from the activities; kept so that months can be compared."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow


class Level(models.TextChoices):
    """From the one who only reads to the one who gives and takes."""

    PASSIVE = "passive", _("Passive")
    RECIPIENT = "recipient", _("Recipient")
    PARTICIPANT = "participant", _("Participant")
    ENGAGED = "engaged", _("Engaged")


class ScoreQuerySet(models.QuerySet[models.Model]):
    def visible_to(self, actor: Actor) -> ScoreQuerySet:
        """Keep the rows of the actor's cluster, for its staff; else none."""
        if not actor.is_staff_of(actor.cluster_id):
            return self.none()
        return self.filter(cluster_id=actor.cluster_id)


class Computation(ClusterRow):
    """All members were scored as of a day, with these weights; the last one of each month stays."""

    computed_on = models.DateField()
    version = models.PositiveIntegerField()  # of the weights; 0 is the proposal
    weights = models.JSONField()  # as they were used
    counts = models.JSONField(default=dict)  # members by level, and "newsletter_only"
    computed_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(ScoreQuerySet))

    class Meta:
        ordering = ["-computed_on"]
        constraints = [models.UniqueConstraint(fields=["cluster", "computed_on"], name="computation_once_a_day")]

    def __str__(self) -> str:
        return self.computed_on.isoformat()


class Score(ClusterRow):
    """One member on one day; points in hundredths."""

    computation = models.ForeignKey(Computation, on_delete=models.CASCADE, related_name="scores", db_index=False)
    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    computed_on = models.DateField()
    contributes = models.PositiveSmallIntegerField()  # after size and caps
    benefits = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=12, choices=Level.choices)
    contacts = models.PositiveIntegerField()  # who works there, as the cluster knows it: the size that divides
    parts = models.JSONField()  # [{"kind", "axis", "times", "people", "occasions", "full", "counted", "last_on"}], the largest first
    last_on = models.DateField(null=True)  # the latest day on which it took part in anything that counts

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(ScoreQuerySet))

    class Meta:
        ordering = ["-computed_on", "organisation"]
        constraints = [models.UniqueConstraint(fields=["computation", "organisation"], name="score_once_a_day")]
        indexes = [
            models.Index(fields=["cluster", "organisation", "-computed_on"], name="score_by_organisation"),
            models.Index(fields=["computation", "level"], name="score_by_level"),
        ]

    @property
    def total(self) -> int:
        """Both axes together, in hundredths."""
        return self.contributes + self.benefits
