"""Who takes part in a meeting day, when they are there, and whom they want to meet."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from klynge.access.actor import Actor


class MarkKind(models.TextChoices):
    """What somebody says about meeting another."""

    MUST = "must", _("Must meet")
    MEET = "meet", _("Would like to meet")
    NO = "no", _("No thanks")


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def visible_to(self, actor: Actor) -> ParticipantQuerySet:
        """Keep those of the actor's cluster: all for its staff, for others their own companies."""
        mine = self.filter(day__cluster_id=actor.cluster_id)
        if actor.is_staff_of(actor.cluster_id):
            return mine
        return mine.filter(
            day__opened_at__isnull=False, organisation__in=actor.companies_where("portal.see_company", cluster_id=actor.cluster_id)
        )


class Participant(models.Model):
    """A company that takes part, with one or more delegates; each of them can be in a meeting of their own."""

    day = models.ForeignKey("MeetingDay", on_delete=models.CASCADE, related_name="participants")
    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+")
    least = models.PositiveSmallIntegerField(default=0)  # meetings that they ought to have
    most = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    stand = models.CharField(max_length=30, blank=True)  # where they sit all day; empty: they go from table to table
    is_walk_in = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(fields=["day", "organisation"], name="participant_once_a_day"),
            models.UniqueConstraint(fields=["day", "stand"], condition=~Q(stand=""), name="stand_of_one"),
            models.CheckConstraint(
                condition=Q(most__isnull=True) | (Q(most__gte=F("least")) & Q(most__gte=1)), name="participant_most_holds_least"
            ),
        ]

    def __str__(self) -> str:
        return self.organisation.name


class Delegate(models.Model):
    """A person whom a company sends."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="delegates")
    person = models.ForeignKey("directory.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["participant", "person"], name="delegate_once")]


class Absence(models.Model):
    """A slot in which a participant isn't there or wants no meeting."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="absences")
    slot = models.ForeignKey("Slot", on_delete=models.CASCADE, related_name="absences")

    class Meta:
        ordering = ["slot"]
        constraints = [models.UniqueConstraint(fields=["participant", "slot"], name="absence_once")]


class Mark(models.Model):
    """What a participant says about meeting another one."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="marks")
    about = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="marks_about")
    kind = models.CharField(max_length=4, choices=MarkKind.choices)
    marked_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "about"], name="mark_once"),
            models.CheckConstraint(condition=~Q(participant=F("about")), name="mark_of_another"),
        ]


class NoShow(models.Model):
    """A participant didn't come, or left: from this slot on."""

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="no_show")
    from_slot = models.ForeignKey("Slot", on_delete=models.CASCADE, related_name="+")
    reported_at = models.DateTimeField()
    reported_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["id"]
