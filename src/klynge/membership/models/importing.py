"""Files of members that were read in, and how their columns were understood."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow, Locale


class ImportMapping(ClusterRow):
    """Which column of a file means what; remembered by the file's header for the next time."""

    name = models.CharField(max_length=80)
    header_fingerprint = models.CharField(max_length=64)
    columns = models.JSONField()  # {"Firmanavn": "name", ...}
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cluster", "header_fingerprint"], name="mapping_once")]

    def __str__(self) -> str:
        return self.name


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def visible_to(self, actor: Actor) -> ImportRunQuerySet:
        """Keep the imports of the actor's cluster, for its staff; else none."""
        if not actor.is_staff_of(actor.cluster_id):
            return self.none()
        return self.filter(cluster_id=actor.cluster_id)


class ImportRun(ClusterRow):
    """One file: rehearsed, then committed; its faulty rows come back as a file with the reasons."""

    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    rejects = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    rehearsed_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)  # handed to the worker
    committed_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=120)
    language = models.CharField(max_length=2, choices=Locale.choices, default=Locale.DANISH)  # of the reasons in the rejects
    headers = models.JSONField(default=list)  # as in the file, in its order
    columns = models.JSONField(default=dict)  # {"Firmanavn": "name", ...}; columns left out are not read
    confirms_sizes = models.BooleanField(default=False)  # the sizes in the file are confirmed ones
    done_through = models.PositiveIntegerField(default=0)  # the last row that is written down
    counts = models.JSONField(default=dict)  # {"rows": 5000, "new": ..., "update": ..., "unchanged": ..., "faulty": 200}

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(ImportRunQuerySet))

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file.name


class RowOutcome(models.TextChoices):
    NEW = "new", _("New")
    UPDATE = "update", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    FAULTY = "faulty", _("Faulty")


class ImportRow(models.Model):
    """One row of a file, what becomes of it, and what is to be said about it."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # as the file counts
    cells = models.JSONField()  # texts, in the order of the run's headers
    outcome = models.CharField(max_length=10, choices=RowOutcome.choices)
    problems = models.JSONField(default=list)  # [[field, code, value, is_warning], ...]
    changed = models.JSONField(default=list)  # fields that differ from what is known
    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    candidates = models.JSONField(default=list)  # organisations that may be meant: somebody has to say
    is_decided = models.BooleanField(default=False)  # somebody said: this organisation, or (without one) a new one

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="import_row_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="import_row_numbered"),
        ]
        indexes = [models.Index(fields=["run", "outcome", "number"], name="import_row_by_outcome")]
