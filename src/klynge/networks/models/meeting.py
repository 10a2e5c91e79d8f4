"""When a network meets, who came, what it keeps and what it was told."""

from __future__ import annotations

from datetime import date

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow
from klynge.core.clock import day_of

from .network import Network
from .seat import Seat


def inside(actor: Actor) -> models.QuerySet[Seat]:
    """Return the networks, as keys, in which the actor's companies have a seat."""
    companies = actor.companies_where("portal.sign_up", cluster_id=actor.cluster_id)
    return Seat.objects.filter(organisation_id__in=companies).seated().values("network")


class InsideQuerySet(models.QuerySet["NetworkMeeting"]):
    def visible_to(self, actor: Actor) -> InsideQuerySet:
        """Keep all of the cluster for its staff, what belongs to one's own networks for people of members; else none."""
        if actor.cluster_id is None:
            return self.none()
        own = self.filter(cluster_id=actor.cluster_id)
        return own if actor.is_staff_of(actor.cluster_id) else own.filter(network__in=inside(actor))


class NetworkMeeting(ClusterRow):
    """One meeting; texts are Markdown in the network's own language."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=160)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    host = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=200, blank=True)
    online_url = models.URLField(blank=True, max_length=500)
    agenda = models.TextField(blank=True)
    minutes = models.TextField(blank=True)
    minutes_at = models.DateTimeField(null=True, blank=True)  # when they were last written
    minutes_by = models.CharField(max_length=120, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=200, blank=True)

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(InsideQuerySet))

    class Meta:
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="network_meeting_ends_after_start"),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | ~Q(cancel_reason=""), name="network_meeting_cancelled_for_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["network", "starts_at"], name="network_meeting_by_day")]

    def __str__(self) -> str:
        return self.title

    @property
    def held_on(self) -> date:
        """The Danish day on which it begins."""
        return day_of(self.starts_at)


class Attendance(ClusterRow):
    """Somebody came for a company; what the seat was then stays, whoever holds it later."""

    meeting = models.ForeignKey(NetworkMeeting, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey("directory.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="network_attendance_once")]

    def __str__(self) -> str:
        return f"{self.person} – {self.meeting}"


class DocumentAccess(models.TextChoices):
    SEATS = "seats", _("Those who sit in the network")
    MEMBERS = "members", _("All members of the cluster")


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, actor: Actor) -> DocumentQuerySet:
        """Keep what was not taken away: all of the cluster for its staff; for people of members what is for them; else none."""
        if actor.cluster_id is None:
            return self.none()
        own = self.filter(cluster_id=actor.cluster_id, removed_at__isnull=True)
        if actor.is_staff_of(actor.cluster_id):
            return own
        shown = Q(network__in=inside(actor))
        if actor.companies_where("portal.sign_up", cluster_id=actor.cluster_id):
            shown |= Q(access=DocumentAccess.MEMBERS)
        return own.filter(shown)


class Document(ClusterRow):
    """A paper of the network, of one meeting or of all."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="documents")
    meeting = models.ForeignKey(NetworkMeeting, on_delete=models.PROTECT, null=True, blank=True, related_name="documents")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    access = models.CharField(max_length=8, choices=DocumentAccess.choices, default=DocumentAccess.SEATS)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=120)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(DocumentQuerySet))

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class Announcement(ClusterRow):
    """What all who sit in the network were told, once."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="announcements")
    subject = models.CharField(max_length=160)
    text = models.TextField()
    key = models.CharField(max_length=40)  # of the form that sent it: sent twice, it leaves once
    count = models.PositiveIntegerField()  # of readers
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=120)

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(InsideQuerySet))

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["network", "key"], name="announcement_once")]

    def __str__(self) -> str:
        return self.subject


class Feedback(ClusterRow):
    """How somebody who came liked a meeting: 0 to 10 for recommending it, and a sentence."""

    meeting = models.ForeignKey(NetworkMeeting, on_delete=models.CASCADE, related_name="feedback")
    person = models.ForeignKey("directory.Person", on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField(validators=[MaxValueValidator(10)])
    text = models.CharField(max_length=500, blank=True)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="network_feedback_once"),
            models.CheckConstraint(condition=Q(score__lte=10), name="network_feedback_up_to_ten"),
        ]

    def __str__(self) -> str:
        return str(self.score)
