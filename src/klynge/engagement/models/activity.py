"""What members took part in: rows are added, never changed; a correction is a row that takes another one back (a trigger sees to it)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow


class Axis(models.TextChoices):
    """The two sides of a membership: what a company brings, and what it takes home."""

    CONTRIBUTES = "contributes", _("Contributes")
    BENEFITS = "benefits", _("Benefits")


class ActivityKind(models.TextChoices):
    """What somebody did; on which axis it counts, and how much, the weights say."""

    CHAIRED = "chaired", _("Chairing a group or its meeting")
    HOSTED = "hosted", _("Hosting an event or meeting")
    SPOKE = "spoke", _("Giving a talk")
    MENTORED = "mentored", _("Mentoring")
    HOURS = "hours", _("Hours worked in programmes")
    ANSWERED = "answered", _("Answering another member's need")
    REFERRED = "referred", _("Bringing in a new member")
    SHARED = "shared", _("Sharing knowledge")
    LED = "led", _("Leading a consortium")
    KEPT_FACTS = "kept_facts", _("Keeping facts and profile right")
    ATTENDED = "attended", _("Attending events")
    ABSENT = "absent", _("Registered, but did not come")
    MET = "met", _("Focus network meetings")
    ONE_TO_ONE = "one_to_one", _("Meetings between two companies")
    MATCHED = "matched", _("Introductions that both sides accepted")
    JOINED = "joined", _("Taking part in programmes")
    SIGNED_IN = "signed_in", _("Days with the portal")
    CLICKED = "clicked", _("Reading on from the newsletter")
    RECEIVED = "received", _("Receiving the newsletter")


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, actor: Actor) -> ActivityQuerySet:
        """Keep the activities of the actor's cluster for its staff, those of one's own companies for people of members; else none."""
        if actor.cluster_id is None:
            return self.none()
        own = self.filter(cluster_id=actor.cluster_id)
        if actor.is_staff_of(actor.cluster_id):
            return own
        return own.filter(organisation_id__in=actor.companies_where("portal.see_company", cluster_id=actor.cluster_id))

    def standing(self) -> ActivityQuerySet:
        """Leave out what was taken back, and the rows that take it back."""
        return self.filter(reverses__isnull=True).exclude(pk__in=self.model.objects.filter(reverses__isnull=False).values("reverses"))


class Activity(ClusterRow):
    """An organisation, as it was called then, took part in something on a day; once for each key of its source."""

    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("directory.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=ActivityKind.choices)
    happened_on = models.DateField()
    quantity = models.IntegerField(default=100)  # hundredths: 100 is once, or one hour; negative where it takes back
    occasion = models.BigIntegerField(null=True)  # which event, meeting or programme: its id in the room it comes from
    saved_minor = models.BigIntegerField(default=0)  # what a guest would have paid more than the member did
    source = models.CharField(max_length=20)  # which room or list told it: "events", "by_hand"
    source_key = models.CharField(max_length=80)  # what it is there: "events:registration:42"
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversal", db_index=False)
    note = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120, blank=True)  # empty: gathered by the system

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(ActivityQuerySet))

    class Meta:
        ordering = ["-happened_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["cluster", "source_key"], name="activity_source_once"),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, quantity__gt=0, saved_minor__gte=0)
                | Q(reverses__isnull=False, quantity__lt=0, saved_minor__lte=0),
                name="activity_taken_back_by_its_opposite",
            ),
        ]
        indexes = [
            # all that a score reads, so that the rows themselves are left alone
            models.Index(
                fields=["cluster", "organisation", "happened_on"],
                include=["kind", "quantity", "person", "occasion", "reverses", "id"],
                name="activity_by_organisation",
            ),
            models.Index(fields=["cluster", "source", "happened_on"], name="activity_by_source"),
            models.Index(fields=["person"], name="activity_by_person", condition=Q(person__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.source_key
