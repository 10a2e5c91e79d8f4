"""What the office does about members that have grown quiet, and the cluster's own choices."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow


class Worklist(models.TextChoices):
    """Why somebody calls."""

    REACTIVATE = "reactivate", _("To re-activate")
    RECIPROCITY = "reciprocity", _("Takes without giving")


class Outcome(models.TextChoices):
    """What came of it."""

    PLANNED = "planned", _("Somebody will call")
    TRIED = "tried", _("Not reached yet")
    SPOKE = "spoke", _("Spoke together")
    AGREED = "agreed", _("Agreed on something")
    BACK = "back", _("Takes part again")
    LEFT_ALONE = "left_alone", _("Wants to be left alone for now")


DONE = (Outcome.BACK, Outcome.LEFT_ALONE)


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, actor: Actor) -> FollowUpQuerySet:
        """Keep the notes of the actor's cluster, for those who work with the lists; else none: never for members."""
        if not actor.may("engagement.see_lists", cluster_id=actor.cluster_id):
            return self.none()
        return self.filter(cluster_id=actor.cluster_id)


class FollowUp(ClusterRow):
    """One contact, or the plan of one; the latest of a company says where it stands."""

    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    worklist = models.CharField(max_length=12, choices=Worklist.choices)
    contacted_on = models.DateField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    note = models.CharField(max_length=500, blank=True)
    owner = models.ForeignKey("access.User", on_delete=models.SET_NULL, null=True, related_name="+")  # who looks after it
    next_on = models.DateField(null=True, blank=True)  # when to look again
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(FollowUpQuerySet))

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_on__isnull=True) | Q(next_on__gte=models.F("contacted_on")), name="follow_up_next_is_later"
            )
        ]
        indexes = [models.Index(fields=["cluster", "organisation", "-id"], name="follow_up_latest")]

    def __str__(self) -> str:
        return f"{self.organisation}"


class StatementChoice(ClusterRow):
    """Whether the year's value travels with the invoice for the next one; the latest row counts."""

    is_attached = models.BooleanField()
    chosen_at = models.DateTimeField()
    chosen_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["cluster", "-id"], name="statement_choice_latest")]
