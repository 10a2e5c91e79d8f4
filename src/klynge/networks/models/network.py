"""A focus network, and who leads it."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow
from klynge.core.ranges import SpanField
from klynge.core.texts import TextField, in_language


class Visibility(models.TextChoices):
    """Who may know that there is such a network."""

    PUBLIC = "public", _("Everybody")
    MEMBERS = "members", _("Members of the cluster")
    HIDDEN = "hidden", _("Only those who sit in it")


class JoinPolicy(models.TextChoices):
    """How a company gets a seat."""

    OPEN = "open", _("Takes a seat itself")
    REQUEST = "request", _("Asks, and the chair says yes")
    INVITATION = "invitation", _("Is invited by the chair")


class NetworkQuerySet(models.QuerySet["Network"]):
    def visible_to(self, actor: Actor) -> NetworkQuerySet:
        """Keep the networks of the actor's cluster: all for its staff; for people of members those shown to members, and their own; else none."""
        if actor.cluster_id is None:
            return self.none()
        own = self.filter(cluster_id=actor.cluster_id)
        if actor.is_staff_of(actor.cluster_id):
            return own
        companies = actor.companies_where("portal.sign_up", cluster_id=actor.cluster_id)
        if not companies:
            return self.none()
        seats = self.model.seats.rel.related_model.objects.filter(organisation_id__in=companies, seated_at__isnull=False)
        return own.filter(
            Q(visibility__in=(Visibility.PUBLIC, Visibility.MEMBERS), closed_on__isnull=True) | Q(pk__in=seats.values("network"))
        )

    def public(self) -> NetworkQuerySet:
        """Keep what everybody may know of."""
        return self.filter(visibility=Visibility.PUBLIC, closed_on__isnull=True)


class Network(ClusterRow):
    """Companies that meet again and again about one theme; its address stays."""

    slug = models.SlugField(max_length=80)
    name = TextField()
    purpose = TextField()  # Markdown
    tags = ArrayField(models.CharField(max_length=40), default=list)
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.MEMBERS)
    join_policy = models.CharField(max_length=10, choices=JoinPolicy.choices, default=JoinPolicy.OPEN)
    seats_most = models.PositiveIntegerField(null=True, blank=True)  # None: no limit
    most_per_company = models.PositiveIntegerField(default=1)
    is_confidential = models.BooleanField(default=False)  # who sits in it and what is said stays inside
    founded_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    close_reason = models.CharField(max_length=200, blank=True)

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(NetworkQuerySet))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["cluster", "slug"], name="network_address_once"),
            models.CheckConstraint(condition=Q(seats_most__isnull=True) | Q(seats_most__gt=0), name="network_has_some_seats"),
            models.CheckConstraint(condition=Q(most_per_company__gte=1), name="network_one_seat_a_company_at_least"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=models.F("founded_on")), name="network_closed_after_founded"
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.name)


class Office(models.TextChoices):
    CHAIR = "chair", _("Chair")
    SECRETARY = "secretary", _("Secretary")


class OfficerQuerySet(models.QuerySet["Officer"]):
    def on(self, day: date) -> OfficerQuerySet:
        """Keep who holds an office on the day."""
        return self.filter(during__contains=day)


class Officer(ClusterRow):
    """Who chairs a network, or keeps its papers, during a span of days; one of each at a time."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="officers")
    person = models.ForeignKey("directory.Person", on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=10, choices=Office.choices)
    during = SpanField()

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(OfficerQuerySet))

    class Meta:
        ordering = ["office", "-during"]
        constraints = [
            ExclusionConstraint(
                name="network_office_one_holder_a_day",
                expressions=[("network", RangeOperators.EQUAL), ("office", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_office_display()}"
