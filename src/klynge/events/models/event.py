"""What takes place, when and where, for whom and for how much."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow
from klynge.core.clock import day_of
from klynge.core.texts import TextField, in_language
from klynge.events.rules.pricing import Price


class Series(ClusterRow):
    """Events that belong together: a breakfast club, a yearly conference."""

    name = TextField()

    def __str__(self) -> str:
        return in_language(self.name)


class EventState(models.TextChoices):
    """Where an event stands at a moment; it follows from the moments that are kept."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Open")
    CLOSED = "closed", _("Closed for sign-up")
    PAST = "past", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, actor: Actor) -> EventQuerySet:
        """Keep the events of the actor's cluster: all for its staff, those that were published for people of its members; else none."""
        if actor.cluster_id is None:
            return self.none()
        own = self.filter(cluster_id=actor.cluster_id)
        if actor.is_staff_of(actor.cluster_id):
            return own
        return (
            own.filter(published_at__isnull=False) if actor.companies_where("portal.sign_up", cluster_id=actor.cluster_id) else self.none()
        )

    def public_at(self, at: datetime) -> EventQuerySet:
        """Keep what everybody may see at the moment; cancelled ones too, so that nobody stands before a closed door."""
        return self.filter(published_at__lte=at, is_public=True)


class Event(ClusterRow):
    """One event in Danish and English; its address stays."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    slug = models.SlugField(max_length=80)
    title = TextField()
    lead = TextField()
    body = TextField()  # Markdown
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=200, blank=True)
    online_url = models.URLField(blank=True, max_length=500)  # told to those who have a seat
    capacity = models.PositiveIntegerField(null=True, blank=True)  # None: no limit
    overbooking = models.PositiveIntegerField(default=0)  # seats given beyond the capacity, since some never come
    has_waiting_list = models.BooleanField(default=True)
    most_per_company = models.PositiveIntegerField(null=True, blank=True)
    most_in_party = models.PositiveIntegerField(default=1)
    answer_hours = models.PositiveIntegerField(default=24)  # how long an offered seat is held
    sign_up_until_at = models.DateTimeField(null=True, blank=True)  # None: until it begins
    cancel_until_at = models.DateTimeField(null=True, blank=True)  # until when what was paid is paid back; None: until it begins
    is_public = models.BooleanField(default=True)  # also for people of no member
    product = models.ForeignKey("billing.Product", on_delete=models.PROTECT, null=True, blank=True, related_name="+")  # what is invoiced
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=120, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.CharField(max_length=120, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(EventQuerySet))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cluster", "slug"], name="event_address_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_start"),
            models.CheckConstraint(condition=Q(capacity__isnull=True) | Q(capacity__gt=0), name="event_has_some_capacity"),
            models.CheckConstraint(condition=Q(most_in_party__gte=1), name="event_party_of_one_at_least"),
            models.CheckConstraint(condition=Q(cancelled_at__isnull=True) | ~Q(cancel_reason=""), name="event_cancelled_for_a_reason"),
        ]
        indexes = [models.Index(fields=["cluster", "starts_at"], name="event_by_day")]

    def __str__(self) -> str:
        return in_language(self.title)

    @property
    def starts_on(self) -> date:
        """The Danish day on which it begins: membership is judged on it."""
        return day_of(self.starts_at)

    @property
    def seats(self) -> int | None:
        """How many seats may be given, None for no limit."""
        return None if self.capacity is None else self.capacity + self.overbooking

    @property
    def sign_up_ends_at(self) -> datetime:
        """The moment after which nobody signs up any more."""
        return self.sign_up_until_at or self.starts_at

    @property
    def free_cancel_ends_at(self) -> datetime:
        """The moment after which what is invoiced is not credited any more."""
        return self.cancel_until_at or self.starts_at

    def state_at(self, at: datetime) -> EventState:
        """Say where the event stands at the moment."""
        if self.cancelled_at is not None:
            return EventState.CANCELLED
        if self.published_at is None or self.published_at > at:
            return EventState.DRAFT
        if self.ends_at <= at:
            return EventState.PAST
        return EventState.PUBLISHED if at < self.sign_up_ends_at else EventState.CLOSED


class PriceWho(models.TextChoices):
    """For whom a price is; the kinds of organisation are the directory's."""

    EVERYBODY = "everybody", _("Everybody")
    MEMBER = "member", _("Members")
    GUEST = "guest", _("Others")
    SOLE = "sole", _("One-person firms")
    KNOWLEDGE = "knowledge", _("Knowledge institutions")
    PUBLIC = "public", _("Public authorities")
    ASSOCIATION = "association", _("Associations")


class PriceRule(ClusterRow):
    """One line of an event's price list; minor units of the cluster's currency, without VAT."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="prices")
    who = models.CharField(max_length=12, choices=PriceWho.choices)
    amount_minor = models.PositiveBigIntegerField()
    until_on = models.DateField(null=True, blank=True)
    first_seats = models.PositiveIntegerField(null=True, blank=True)
    label = TextField()

    class Meta:
        ordering = ["event", "pk"]
        constraints = [models.CheckConstraint(condition=Q(first_seats__isnull=True) | Q(first_seats__gt=0), name="price_for_some_seats")]

    def __str__(self) -> str:
        return in_language(self.label) or str(PriceWho(self.who).label)

    def plain(self) -> Price:
        """Return it as the rules read it."""
        return Price(self.who, self.amount_minor, self.until_on, self.first_seats, str(self))


class QuestionKind(models.TextChoices):
    TEXT = "text", _("Text")
    CHOICE = "choice", _("One of several")
    YES_NO = "yes_no", _("Yes or no")


class QuestionQuerySet(models.QuerySet["Question"]):
    def before(self) -> QuestionQuerySet:
        """Keep what is asked when signing up."""
        return self.filter(is_after=False)

    def after(self) -> QuestionQuerySet:
        """Keep what is asked when it is over."""
        return self.filter(is_after=True)


class Question(ClusterRow):
    """Something that is asked when signing up (what to eat, which workshop), or afterwards."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=QuestionKind.choices, default=QuestionKind.TEXT)
    text = TextField()
    options = models.JSONField(default=list)  # [{da, en}], for a choice
    is_required = models.BooleanField(default=False)
    is_after = models.BooleanField(default=False)  # asked when it is over, of who was there

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(QuestionQuerySet))

    class Meta:
        ordering = ["event", "position"]
        constraints = [models.UniqueConstraint(fields=["event", "position"], name="question_place_once")]

    def __str__(self) -> str:
        return in_language(self.text)
