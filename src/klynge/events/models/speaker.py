"""Who speaks at an event; shown to others only once they have agreed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.models import ClusterRow
from klynge.core.texts import TextField

from .event import Event


class SpeakerState(models.TextChoices):
    """Where a speaker stands; it follows from the moments that are kept."""

    NAMED = "named", _("Not asked yet")
    ASKED = "asked", _("Asked")
    AGREED = "agreed", _("Has agreed")
    DECLINED = "declined", _("Does not want to be shown")


class SpeakerQuerySet(models.QuerySet["Speaker"]):
    def shown(self) -> SpeakerQuerySet:
        """Keep who has agreed to be shown, and has not taken it back."""
        return self.filter(agreed_at__isnull=False, declined_at__isnull=True)


class Speaker(ClusterRow):
    """Somebody on the programme."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True)
    organisation_name = models.CharField(max_length=160, blank=True)
    talk = TextField()
    email = models.EmailField(blank=True)
    named_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)  # an agreement is kept beside it: it was taken back

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(SpeakerQuerySet))

    class Meta:
        ordering = ["event", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="speaker_has_a_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> SpeakerState:
        """Where it stands."""
        if self.declined_at is not None:
            return SpeakerState.DECLINED
        if self.agreed_at is not None:
            return SpeakerState.AGREED
        return SpeakerState.ASKED if self.asked_at is not None else SpeakerState.NAMED
