"""What a member wants from meeting others, and whom it would rather not meet."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from klynge.access.models import ClusterRow


class IntentKind(models.TextChoices):
    INSPIRE = "inspire", _("Be inspired")
    SHARE = "share", _("Share knowledge")
    TEAM_UP = "team_up", _("Team up")


class Intent(ClusterRow):
    """What a company wants to do about a theme."""

    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=IntentKind.choices)
    theme = models.CharField(max_length=30)
    chosen_at = models.DateTimeField()

    class Meta:
        ordering = ["organisation", "kind", "theme"]
        constraints = [models.UniqueConstraint(fields=["cluster", "organisation", "kind", "theme"], name="intent_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.theme}"


class Avoidance(ClusterRow):
    """A company is not interested in another, or has blocked it, so that it is not suggested to the other either; nobody else is told."""

    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    is_blocked = models.BooleanField(default=False)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["cluster", "organisation", "other"], name="avoidance_once"),
            models.CheckConstraint(condition=~Q(organisation=F("other")), name="avoidance_of_another"),
        ]

    def __str__(self) -> str:
        return str(self.other)
