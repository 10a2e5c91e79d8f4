"""A dues run: planned, looked at, released by a second person, issued batch by batch."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow

from .membership import Membership
from .period import Assessment
from .schedule import FeeSchedule
from .term import Term


class DuesRunQuerySet(models.QuerySet["DuesRun"]):
    def visible_to(self, actor: Actor) -> DuesRunQuerySet:
        """Keep the runs of the actor's cluster, for its staff; else none."""
        if not actor.is_staff_of(actor.cluster_id):
            return self.none()
        return self.filter(cluster_id=actor.cluster_id)


class DuesRun(ClusterRow):
    """The plan of what each member owes for a term, as seen on one day."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="runs")
    schedule = models.ForeignKey(FeeSchedule, on_delete=models.PROTECT, related_name="runs")
    as_of = models.DateField()  # the day whose facts are used
    issue_on = models.DateField()  # the date that the invoices carry
    due_on = models.DateField()
    planned_at = models.DateTimeField()
    planned_by = models.CharField(max_length=120)
    planned_by_user = models.ForeignKey("access.User", on_delete=models.SET_NULL, null=True, related_name="+")
    next_term = models.ForeignKey(Term, on_delete=models.PROTECT, null=True, related_name="+")  # late joiners pay it as well
    issued_through = models.BigIntegerField(default=0)  # the last line that has been dealt with
    discarded_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(DuesRunQuerySet))

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.term} ({self.as_of.isoformat()})"


class DuesRelease(models.Model):
    """A second person has looked at the plan and lets it go."""

    run = models.OneToOneField(DuesRun, on_delete=models.PROTECT, related_name="release")
    released_at = models.DateTimeField()
    released_by = models.CharField(max_length=120)
    user = models.ForeignKey("access.User", on_delete=models.SET_NULL, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)


class LineState(models.TextChoices):
    CHARGE = "charge", _("To be charged")
    WAIVE = "waive", _("Nothing to pay")
    BILLED = "billed", _("Billed already")
    BLOCKED = "blocked", _("Can't be charged yet")


class DuesLine(models.Model):
    """One membership in a plan: the amount with all that explains it, or why there is none."""

    run = models.ForeignKey(DuesRun, on_delete=models.CASCADE, related_name="lines", db_index=False)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "directory.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )  # the membership's
    state = models.CharField(max_length=8, choices=LineState.choices)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    declaration = models.ForeignKey("directory.SizeDeclaration", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    net_minor = models.BigIntegerField(default=0)  # with the next term's share, when that is charged at once
    next_assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    last_net_minor = models.BigIntegerField(null=True)  # the term before, if charged
    exceptions = ArrayField(models.CharField(max_length=30), default=list)  # see rules/exceptions.py

    class Meta:
        ordering = ["run", "id"]
        constraints = [models.UniqueConstraint(fields=["run", "membership"], name="dues_line_once")]
        indexes = [
            models.Index(fields=["run", "state", "id"], name="dues_line_by_state"),
        ]
