"""A seat in a network: the company's, held by one of its people."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow

from .network import Network, Visibility


class SeatState(models.TextChoices):
    """Where a seat stands; it follows from the moments that are kept."""

    REQUESTED = "requested", _("Asked for")
    WAITING = "waiting", _("Waiting")
    SEATED = "seated", _("Has a seat")
    FORMER = "former", _("Has left")
    DECLINED = "declined", _("Withdrawn or declined")


class SeatQuerySet(models.QuerySet["Seat"]):
    def visible_to(self, actor: Actor) -> SeatQuerySet:
        """Keep all of the cluster for its staff; for people of members their own companies' seats, and who sits beside them or in an open network."""
        if actor.cluster_id is None:
            return self.none()
        own = self.filter(cluster_id=actor.cluster_id)
        if actor.may("networks.see_seats", cluster_id=actor.cluster_id):
            return own
        companies = actor.companies_where("portal.sign_up", cluster_id=actor.cluster_id)
        if not companies:
            return self.none()
        beside = self.model.objects.filter(organisation_id__in=companies).seated().values("network")
        shown = Q(network__visibility__in=(Visibility.PUBLIC, Visibility.MEMBERS), network__is_confidential=False) | Q(network__in=beside)
        return own.filter(Q(organisation_id__in=companies) | (shown & Q(seated_at__isnull=False)))

    def living(self) -> SeatQuerySet:
        """Keep those that have not ended."""
        return self.filter(ended_at__isnull=True)

    def seated(self) -> SeatQuerySet:
        """Keep those with a seat now."""
        return self.living().filter(seated_at__isnull=False)

    def in_queue(self) -> SeatQuerySet:
        """Keep those that wait and may have the next seat, first come first."""
        return self.living().filter(seated_at__isnull=True, admitted_at__isnull=False).order_by("admitted_at", "pk")

    def former(self) -> SeatQuerySet:
        """Keep those that had a seat and left: the alumni."""
        return self.filter(ended_at__isnull=False, seated_at__isnull=False)


class Seat(ClusterRow):
    """A company's seat; its holder changes, the seat stays. Whoever had one and left stays as a former member."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="seats")
    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey("directory.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    substitute = models.ForeignKey("directory.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    admitted_at = models.DateTimeField(null=True, blank=True)  # the chair has said yes, or nobody has to
    seated_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=120, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(SeatQuerySet))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(seated_at__isnull=True) | Q(admitted_at__isnull=False), name="seat_admitted_before_seated"),
            models.CheckConstraint(condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("asked_at")), name="seat_ends_after_asked"),
            models.CheckConstraint(condition=Q(substitute__isnull=True) | ~Q(substitute=F("holder")), name="seat_substitute_is_another"),
            models.UniqueConstraint(fields=["network", "holder"], condition=Q(ended_at__isnull=True), name="seat_one_a_person"),
        ]
        indexes = [
            models.Index(fields=["network", "admitted_at", "id"], name="seat_living", condition=Q(ended_at__isnull=True)),
            models.Index(fields=["organisation", "network"], name="seat_by_company"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.network}"

    @property
    def state(self) -> SeatState:
        """Where it stands."""
        if self.ended_at is not None:
            return SeatState.FORMER if self.seated_at is not None else SeatState.DECLINED
        if self.seated_at is not None:
            return SeatState.SEATED
        return SeatState.WAITING if self.admitted_at is not None else SeatState.REQUESTED


class MovedSeats(ClusterRow):
    """Which seats followed a merger of organisations, so that they can go back."""

    merger = models.OneToOneField("directory.Merger", on_delete=models.PROTECT, related_name="+")
    seats = models.JSONField()  # their keys
    moved_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.merger}: {self.seats}"
