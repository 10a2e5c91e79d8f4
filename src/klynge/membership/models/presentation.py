"""What a cluster says about itself on its public site."""

from django.db import models
from django.db.models import Q

from klynge.access.models import ClusterRow
from klynge.core.texts import TextField


class Presentation(ClusterRow):
    """The texts of a cluster's public site, and how it admits; there is no site before the texts are published."""

    headline = TextField()
    lead = TextField()  # what the cluster is, in two or three sentences
    benefits = TextField()  # what members get: one a line, "Title: what it is"
    needs_board = models.BooleanField(default=False)  # an application is approved only after the board has endorsed it
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cluster"], name="presentation_once"),
            models.CheckConstraint(condition=Q(published_at__isnull=True) | ~Q(published_by=""), name="presentation_published_by"),
        ]

    def __str__(self) -> str:
        return str(self.cluster)
