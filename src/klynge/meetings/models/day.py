"""A day of meetings between companies, its slots, and in which order somebody wants to meet others."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.fields.ranges import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow
from klynge.core.texts import TextField, in_language


class Mode(models.TextChoices):
    """Who puts meetings into slots."""

    ORGANISER = "organiser", _("We schedule all meetings")
    PARTICIPANTS = "participants", _("The participants choose their slots")


class Stage(models.TextChoices):
    """Where a day stands; it follows from the moments that are kept."""

    DRAFT = "draft", _("Being prepared")
    OPEN = "open", _("Open for wishes")
    LOCKED = "locked", _("Closed for wishes")
    PUBLISHED = "published", _("Published")
    OVER = "over", _("Over")


class DayQuerySet(models.QuerySet["MeetingDay"]):
    def visible_to(self, actor: Actor) -> DayQuerySet:
        """Keep the days of the actor's cluster: all for its staff, for others those that their companies take part in, once open."""
        mine = self.filter(cluster_id=actor.cluster_id)
        if actor.is_staff_of(actor.cluster_id):
            return mine
        companies = actor.companies_where("portal.see_company", cluster_id=actor.cluster_id)
        if not companies:
            return self.none()
        return mine.filter(opened_at__isnull=False, participants__organisation__in=companies).distinct()


class MeetingDay(ClusterRow):
    """A day on which companies meet each other, one short meeting after the other."""

    title = TextField()
    place = models.CharField(max_length=120, blank=True)
    held_on = models.DateField()
    mode = models.CharField(max_length=12, choices=Mode.choices, default=Mode.ORGANISER)
    tables = models.PositiveSmallIntegerField(default=10, validators=[MaxValueValidator(500)])
    needs_both = models.BooleanField(default=True)  # a meeting is planned only if both sides want it
    search_seconds = models.PositiveSmallIntegerField(default=60, validators=[MinValueValidator(5), MaxValueValidator(600)])
    arranged_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)  # for wishes
    locked_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(DayQuerySet))

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(locked_at__isnull=True) | Q(opened_at__isnull=False, locked_at__gte=F("opened_at")),
                name="day_locked_after_opening",
            ),
            models.CheckConstraint(condition=Q(search_seconds__gte=5, search_seconds__lte=600), name="day_searches_for_a_while"),
        ]
        indexes = [models.Index(fields=["cluster", "-held_on", "-id"], name="meeting_day_by_day")]

    def __str__(self) -> str:
        return in_language(self.title) or "–"

    @property
    def is_open(self) -> bool:
        """Say whether wishes are taken."""
        return self.opened_at is not None and self.locked_at is None


class Slot(models.Model):
    """A stretch of time in which each table holds one meeting."""

    day = models.ForeignKey(MeetingDay, on_delete=models.CASCADE, related_name="slots")
    number = models.PositiveSmallIntegerField()  # from zero, in order of time
    during = DateTimeRangeField()

    class Meta:
        ordering = ["day", "number"]
        constraints = [
            models.UniqueConstraint(fields=["day", "number"], name="slot_number_once"),
            ExclusionConstraint(
                name="slots_do_not_overlap", expressions=[("day", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)]
            ),
        ]

    @property
    def begins_at(self) -> datetime:
        """Return the moment at which it begins."""
        return self.during.lower

    @property
    def ends_at(self) -> datetime:
        """Return the moment at which it is over."""
        return self.during.upper


class Precedence(models.Model):
    """Somebody wants to meet one before another."""

    day = models.ForeignKey(MeetingDay, on_delete=models.CASCADE, related_name="precedences")
    participant = models.ForeignKey("Participant", on_delete=models.CASCADE, related_name="precedences")
    first = models.ForeignKey("Participant", on_delete=models.CASCADE, related_name="+")
    then = models.ForeignKey("Participant", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "first", "then"], name="precedence_once"),
            models.CheckConstraint(
                condition=~Q(first=F("then")) & ~Q(first=F("participant")) & ~Q(then=F("participant")), name="precedence_of_three"
            ),
        ]
