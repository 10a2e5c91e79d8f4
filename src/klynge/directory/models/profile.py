"""What an organisation tells the other members, and the public if it wants to."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from klynge.access.models import ClusterRow
from klynge.core.texts import TextField

from .organisation import Organisation


class Profile(ClusterRow):
    """An organisation as it shows itself in one cluster; public only from the moment that it says so."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="profiles", db_index=False)
    summary = TextField()  # one sentence
    about = TextField()
    offers = TextField()
    needs = TextField()
    competences = ArrayField(models.CharField(max_length=40), default=list)
    logo = models.FileField(upload_to="profiles/", blank=True)
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cluster", "organisation"], name="profile_once"),
            models.CheckConstraint(condition=Q(published_at__isnull=True) | ~Q(published_by=""), name="profile_published_by"),
        ]
        indexes = [GinIndex(fields=["competences"], name="profile_competences")]

    def __str__(self) -> str:
        return str(self.organisation)
