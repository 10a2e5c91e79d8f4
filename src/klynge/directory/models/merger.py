"""Two organisations that became one: planned, shown, done, and undone if it was wrong."""

from django.db import models
from django.db.models import F, Q

from klynge.access.models import ClusterRow

from .organisation import Organisation


class Merger(ClusterRow):
    """The loser's rows moved to the survivor; ``moved`` remembers each, so that it can be reversed. Invoices stay."""

    survivor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mergers_won")
    loser = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mergers_lost")
    effective_on = models.DateField()
    plan = models.JSONField()  # what was shown and chosen
    moved = models.JSONField(default=dict)  # {"moved": {"directory.affiliation": [ids]}, "ended": {...: [[id, day or null]]}}
    merged_at = models.DateTimeField()
    merged_by = models.CharField(max_length=120)
    reversed_at = models.DateTimeField(null=True, blank=True)
    reversed_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~Q(survivor=F("loser")), name="merger_of_two")]
