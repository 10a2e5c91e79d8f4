"""Who comes to an event, who waits, who came."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow, Locale

from .event import Event, Question


class RegistrationState(models.TextChoices):
    """Where somebody stands at a moment; it follows from the moments that are kept."""

    SEATED = "seated", _("Has a seat")
    OFFERED = "offered", _("Offered a seat")
    WAITING = "waiting", _("Waiting")
    CANCELLED = "cancelled", _("Cancelled")


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, actor: Actor) -> RegistrationQuerySet:
        """Keep those that the actor may see: all of the cluster for whoever runs its events, those of one's companies, one's own; else none."""
        if actor.cluster_id is None:
            return self.none()
        own = self.filter(cluster_id=actor.cluster_id)
        if actor.may("events.see_attendees", cluster_id=actor.cluster_id):
            return own
        companies = actor.companies_where("portal.sign_up", cluster_id=actor.cluster_id)
        mine = Q(person__user=actor.user_id) if actor.user_id else Q(pk__in=[])
        return own.filter(Q(organisation_id__in=companies) | mine)

    def living(self) -> RegistrationQuerySet:
        """Keep those that were not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def seated(self) -> RegistrationQuerySet:
        """Keep those with a seat."""
        return self.living().filter(seated_at__isnull=False)

    def in_queue(self) -> RegistrationQuerySet:
        """Keep those who wait and have no offer, first come first."""
        return self.living().filter(seated_at__isnull=True, offered_until_at__isnull=True).order_by("pk")


class Registration(ClusterRow):
    """One person with a party at one event. The organisation is that of the time: later changes of job change nothing here."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations")
    person = models.ForeignKey("directory.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    organisation_name = models.CharField(max_length=160, blank=True)  # as a guest wrote it
    billing_facts = models.JSONField(default=dict)  # where a guest's invoice goes: {"cvr", "street", "postcode", "town"}
    party = models.PositiveIntegerField(default=1)
    language = models.CharField(max_length=2, choices=Locale.choices, default=Locale.DANISH)
    is_member = models.BooleanField()  # of the cluster, on the day of the event
    amount_minor = models.PositiveBigIntegerField(default=0)  # for the whole party, without VAT
    guest_minor = models.PositiveBigIntegerField(default=0)  # what the same party would have paid as no member
    price_label = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    seated_at = models.DateTimeField(null=True, blank=True)
    offered_until_at = models.DateTimeField(null=True, blank=True)  # a seat is held for an answer until then
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.CharField(max_length=120, blank=True)
    cancel_reason = models.CharField(max_length=200, blank=True)
    invoice = models.ForeignKey("billing.Invoice", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(RegistrationQuerySet))

    class Meta:
        constraints = [
            models.UniqueConstraint("event", Lower("email"), condition=Q(cancelled_at__isnull=True), name="registered_once"),
            models.CheckConstraint(condition=Q(party__gte=1), name="party_of_one_at_least"),
            models.CheckConstraint(condition=Q(seated_at__isnull=True) | Q(offered_until_at__isnull=True), name="seated_or_offered"),
            models.CheckConstraint(condition=Q(cancelled_at__isnull=True) | Q(cancelled_at__gte=F("made_at")), name="cancelled_after_made"),
        ]
        indexes = [
            models.Index(fields=["event", "id"], name="registration_living", condition=Q(cancelled_at__isnull=True), include=["party", "seated_at", "offered_until_at", "organisation"]),
            models.Index(fields=["organisation", "event"], name="registration_by_company"),
            models.Index(fields=["person", "event"], name="registration_by_person"),
            models.Index(fields=["cluster", "offered_until_at"], name="registration_offers", condition=Q(offered_until_at__isnull=False)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name} – {self.event}"

    @property
    def state(self) -> RegistrationState:
        """Where it stands."""
        if self.cancelled_at is not None:
            return RegistrationState.CANCELLED
        if self.seated_at is not None:
            return RegistrationState.SEATED
        return RegistrationState.OFFERED if self.offered_until_at is not None else RegistrationState.WAITING


class Answer(ClusterRow):
    """What somebody answered to a question."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    text = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["registration", "question"], name="answered_once")]

    def __str__(self) -> str:
        return self.text


class Substitution(ClusterRow):
    """Somebody else of the same organisation comes instead."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="substitutions")
    from_person = models.ForeignKey("directory.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    from_name = models.CharField(max_length=120)
    to_person = models.ForeignKey("directory.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    to_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.from_name} → {self.to_name}"


class Attendance(ClusterRow):
    """Somebody was there. A scan that is sent twice has the same nonce and counts once."""

    registration = models.OneToOneField(Registration, on_delete=models.PROTECT, related_name="attendance")
    came_at = models.DateTimeField()
    noted_at = models.DateTimeField()  # later than came_at where the phone was offline
    noted_by = models.CharField(max_length=120)
    nonce = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cluster", "nonce"], name="scan_counts_once")]

    def __str__(self) -> str:
        return str(self.registration)


class Feedback(ClusterRow):
    """How somebody who was there liked it: 0 to 10 for recommending it, and a sentence."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="feedback")
    score = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500, blank=True)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(score__lte=10), name="feedback_up_to_ten")]

    def __str__(self) -> str:
        return str(self.score)
