"""Somebody at an organisation has looked at its facts, and they are right."""

from django.db import models

from klynge.access.models import ClusterRow

from .organisation import Organisation


class MasterDataCheck(ClusterRow):
    """One look; the latest counts."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="master_data_checks", db_index=False)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["cluster", "organisation", "-id"], name="master_data_latest")]

    def __str__(self) -> str:
        return str(self.organisation)
