"""Who applies, who takes part, what aid that is, which hours are worked, what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow

from .programme import Call, Programme


class OwnQuerySet(models.QuerySet["Application"]):
    def visible_to(self, actor: Actor) -> OwnQuerySet:
        """Keep all of the cluster for who sees participants, those of one's own companies for people of members; else none."""
        if actor.cluster_id is None:
            return self.none()
        own = self.filter(cluster_id=actor.cluster_id)
        if actor.may("programmes.see", cluster_id=actor.cluster_id):
            return own
        return own.filter(organisation_id__in=actor.companies_where("portal.sign_up", cluster_id=actor.cluster_id))


class ApplicationState(models.TextChoices):
    SENT = "sent", _("Sent")
    ADMITTED = "admitted", _("Admitted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Application(ClusterRow):
    """A company wants to take part, with what it declares about aid from others."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey("directory.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField()
    researcher = models.CharField(max_length=200, blank=True)  # with whom: a university and its people
    other_aid_cents = models.PositiveBigIntegerField(default=0)  # of euro, from others, in the three years before
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=ApplicationState.choices, default=ApplicationState.SENT)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(OwnQuerySet))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["call", "organisation"], condition=Q(state__in=["sent", "admitted"]), name="applied_once"),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(reason=""), name="declined_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.call}"


class Participation(ClusterRow):
    """A company takes part; the aid that this is was checked when the seat was confirmed."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="participations")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="participation")
    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=120)
    ended_on = models.DateField(null=True, blank=True)

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(OwnQuerySet))

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.programme}"


class Aid(ClusterRow):
    """De minimis aid that an organisation got: here, or elsewhere as it declared."""

    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+")
    granted_on = models.DateField()
    cents = models.PositiveBigIntegerField()  # of euro
    participation = models.OneToOneField(
        Participation, on_delete=models.PROTECT, null=True, blank=True, related_name="aid"
    )  # None: from others
    declared_in = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, blank=True, related_name="declared")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(participation__isnull=False) | Q(declared_in__isnull=False), name="aid_from_somewhere")
        ]
        indexes = [models.Index(fields=["organisation", "granted_on"], name="aid_by_organisation")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.cents}"


class Hours(ClusterRow):
    """Hours worked by somebody for a company; signed ones are frozen with their rate and are only reversed."""

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="hours")
    person = models.ForeignKey("directory.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    worked_on = models.DateField()
    minutes = models.IntegerField()  # negative where it takes back
    activity = models.CharField(max_length=160)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=120)
    rate_minor = models.PositiveIntegerField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.CharField(max_length=120, blank=True)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversal")

    class Meta:
        ordering = ["-worked_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, minutes__gt=0) | Q(reverses__isnull=False, minutes__lt=0), name="hours_are_some"
            ),
            models.CheckConstraint(condition=Q(signed_at__isnull=True) | Q(rate_minor__isnull=False), name="hours_signed_with_a_rate"),
        ]
        indexes = [models.Index(fields=["participation", "worked_on"], name="hours_by_day")]

    def __str__(self) -> str:
        return f"{self.worked_on}: {self.minutes}"

    @property
    def worth_minor(self) -> int:
        """What they count for; 0 until they are signed."""
        return round(self.minutes * (self.rate_minor or 0) / 60)


class OutcomeKind(models.TextChoices):
    COMPETENCE = "competence", _("New competence")
    PRODUCT = "product", _("New product or service")
    PROCESS = "process", _("New way of working")
    COLLABORATION = "collaboration", _("New collaboration")
    SALE = "sale", _("New customer or market")


class Outcome(ClusterRow):
    """What came of it, in the company's own words."""

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=14, choices=OutcomeKind.choices)
    text = models.CharField(max_length=500)
    noted_on = models.DateField()
    noted_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="outcome_says_something")]

    def __str__(self) -> str:
        return self.text


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
