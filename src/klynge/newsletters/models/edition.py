"""One edition of the newsletter: what stands in it, who got it, what they followed, what came back."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow
from klynge.core.texts import TextField, in_language

from .message import Topic


class Segment(models.TextChoices):
    """Which of the subscribers get an edition."""

    EVERYBODY = "everybody", _("All subscribers")
    MEMBERS = "members", _("Subscribers at members")
    OTHERS = "others", _("Subscribers who are no members")
    FORMER = "former", _("Subscribers at former members")


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, actor: Actor) -> EditionQuerySet:
        """Keep the editions of the actor's cluster, for its staff; else none."""
        if not actor.is_staff_of(actor.cluster_id):
            return self.none()
        return self.filter(cluster_id=actor.cluster_id)

    def public(self) -> EditionQuerySet:
        """Keep what has left and stands on the site for everybody."""
        return self.filter(released_at__isnull=False, is_public=True)


class Edition(ClusterRow):
    """It is composed, leaves once, and is never changed afterwards."""

    slug = models.SlugField(max_length=80)
    subject = TextField()
    preheader = TextField()  # what stands behind the subject in the list of a mail program
    lead = TextField()  # Markdown, above everything
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    segment = models.CharField(max_length=10, choices=Segment.choices, default=Segment.EVERYBODY)
    event = models.ForeignKey(
        "events.Event", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )  # those with a seat at it alone
    levels = ArrayField(models.CharField(max_length=12), default=list, blank=True)  # of engagement; empty: all
    employees_least = models.PositiveIntegerField(null=True, blank=True)
    employees_most = models.PositiveIntegerField(null=True, blank=True)
    is_public = models.BooleanField(default=True)
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=120)
    send_at = models.DateTimeField(null=True, blank=True)  # leaves by itself then
    site = models.CharField(max_length=200, blank=True)  # the installation's address when it was scheduled: "https://…"
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.CharField(max_length=120, blank=True)
    batch = models.ForeignKey("outbox.Batch", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    discarded_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(EditionQuerySet))

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["cluster", "slug"], name="edition_address_once"),
            models.CheckConstraint(
                condition=Q(employees_least__isnull=True) | Q(employees_most__isnull=True) | Q(employees_most__gte=F("employees_least")),
                name="edition_sizes_in_order",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(batch__isnull=False, discarded_at__isnull=True), name="edition_leaves_or_goes"
            ),
        ]
        indexes = [
            models.Index(
                fields=["send_at"],
                name="edition_due",
                condition=Q(send_at__isnull=False, released_at__isnull=True, discarded_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return in_language(self.subject) or "–"

    @property
    def is_open(self) -> bool:
        """Whether it is still a draft."""
        return self.released_at is None and self.discarded_at is None


class PartKind(models.TextChoices):
    TEXT = "text", _("Own text")
    RELEASE = "release", _("News")
    EVENT = "event", _("Event")


class EditionPart(ClusterRow):
    """One piece of an edition: words of its own, a release or an event."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=PartKind.choices)
    title = TextField()
    text = TextField()  # Markdown
    release = models.ForeignKey("publishing.Release", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="part_place_once"),
            models.CheckConstraint(
                condition=Q(kind="text", release__isnull=True, event__isnull=True)
                | Q(kind="release", release__isnull=False, event__isnull=True)
                | Q(kind="event", release__isnull=True, event__isnull=False),
                name="part_is_what_it_says",
            ),
        ]

    def __str__(self) -> str:
        return str(self.release or self.event or in_language(self.title))


class Skipped(models.TextChoices):
    """Why a subscriber did not get an edition."""

    BOUNCED = "bounced", _("Mail to the address came back.")
    NOT_TOPIC = "not_topic", _("Does not want to read about this topic.")


class EditionReader(ClusterRow):
    """A subscriber to whom an edition went, or why it did not."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="readers", db_index=False)
    subscription = models.ForeignKey("directory.Subscription", on_delete=models.CASCADE, related_name="+")
    skipped = models.CharField(max_length=10, choices=Skipped.choices, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)  # followed this edition's link and unsubscribed

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["edition", "subscription"], name="edition_once_a_reader")]

    def __str__(self) -> str:
        return f"{self.edition} → {self.subscription}"


class Click(ClusterRow):
    """Somebody who agreed to being counted followed a link; nobody else's links are marked."""

    reader = models.ForeignKey(EditionReader, on_delete=models.CASCADE, related_name="clicks")
    url = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["cluster", "at"], name="click_by_day")]

    def __str__(self) -> str:
        return self.url


class Bounce(ClusterRow):
    """A mail came back: for good (5.x.x), or for now (4.x.x)."""

    mail = models.OneToOneField("outbox.Mail", on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=254)
    status = models.CharField(max_length=12)  # "5.1.1", RFC 3463
    text = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["cluster", "address"], name="bounce_by_address")]

    def __str__(self) -> str:
        return f"{self.address}: {self.status}"

    @property
    def is_hard(self) -> bool:
        """Whether trying again makes no sense."""
        return self.status.startswith("5")
