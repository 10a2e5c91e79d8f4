"""What a cluster publishes: news, press releases and standing pages, with every wording they have had; and what members say of it."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow
from klynge.core.texts import TextField


class ReleaseKind(models.TextChoices):
    NEWS = "news", _("News")
    PRESS = "press", _("Press release")
    PAGE = "page", _("Standing page")


class ReleaseState(models.TextChoices):
    """Where a text stands at a moment; it follows from the two moments that are kept."""

    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ReleaseQuerySet(models.QuerySet["Release"]):
    def visible_to(self, actor: Actor) -> ReleaseQuerySet:
        """Keep the texts of the actor's cluster, for its staff; else none."""
        if not actor.is_staff_of(actor.cluster_id):
            return self.none()
        return self.filter(cluster_id=actor.cluster_id)

    def public_at(self, at: datetime) -> ReleaseQuerySet:
        """Keep what everybody may read at the moment, the latest first."""
        return self.filter(published_at__lte=at, withdrawn_at__isnull=True).order_by("-published_at", "-pk")


class Release(ClusterRow):
    """One text in Danish and English, with all that a press release has; its address never changes once it was public."""

    kind = models.CharField(max_length=10, choices=ReleaseKind.choices, default=ReleaseKind.NEWS)
    slug = models.SlugField(max_length=80, blank=True)  # given at the first publication
    dated_on = models.DateField(null=True, blank=True)  # the day that stands on it; else the day of publication
    town = models.CharField(max_length=60, blank=True)
    headline = TextField()
    lead = TextField()
    body = TextField()  # Markdown
    quotes = models.JSONField(default=list)  # [{"text": {da, en}, "person": ..., "title": ..., "organisation": ...}]
    picture = models.CharField(max_length=120, blank=True)  # the beginning of its files' names in the storage
    picture_width = models.PositiveIntegerField(null=True, blank=True)  # pixels of the larger file
    picture_height = models.PositiveIntegerField(null=True, blank=True)
    alt = TextField()
    caption = TextField()
    contact_name = models.CharField(max_length=120, blank=True)  # whom the press calls
    contact_title = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=120)
    published_at = models.DateTimeField(null=True, blank=True)  # ahead: scheduled
    published_by = models.CharField(max_length=120, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(ReleaseQuerySet))

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["cluster", "slug"], condition=~Q(slug=""), name="release_address_once"),
            models.CheckConstraint(condition=Q(published_at__isnull=True) | ~Q(slug=""), name="release_published_has_address"),
        ]
        indexes = [models.Index(fields=["cluster", "-published_at", "-id"], name="release_by_day")]

    def __str__(self) -> str:
        return str(self.headline.get("da") or self.headline.get("en") or "–")[:200]

    def state_at(self, at: datetime) -> ReleaseState:
        """Return where the text stands at the moment."""
        if self.withdrawn_at:
            return ReleaseState.WITHDRAWN
        if self.published_at is None:
            return ReleaseState.DRAFT
        return ReleaseState.PUBLISHED if self.published_at <= at else ReleaseState.SCHEDULED


class Revision(models.Model):
    """How a text read before it was changed; rows are only added."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="revisions")
    until_at = models.DateTimeField()
    changed_by = models.CharField(max_length=120)  # who replaced it
    content = models.JSONField()  # {"headline": {...}, ...}

    class Meta:
        ordering = ["-id"]


class TestimonialState(models.TextChoices):
    """Where a testimonial stands; it follows from the moments that are kept."""

    WRITTEN = "written", _("Not asked yet")
    ASKED = "asked", _("Asked")
    AGREED = "agreed", _("Shown")
    DECLINED = "declined", _("Not to be shown")


class TestimonialQuerySet(models.QuerySet["Testimonial"]):
    def visible_to(self, actor: Actor) -> TestimonialQuerySet:
        """Keep those of the actor's cluster, for its staff; else none."""
        if not actor.is_staff_of(actor.cluster_id):
            return self.none()
        return self.filter(cluster_id=actor.cluster_id)

    def shown(self) -> TestimonialQuerySet:
        """Keep those to which the person has said yes, and not taken it back."""
        return self.filter(agreed_at__isnull=False, declined_at__isnull=True)


class Testimonial(ClusterRow):
    """What somebody says about being a member; it is shown only as long as that person agrees to these very words."""

    text = TextField()
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True)
    organisation_name = models.CharField(max_length=160, blank=True)
    email = models.EmailField()
    written_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)  # an agreement is kept beside it: it was taken back

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(TestimonialQuerySet))

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="testimonial_has_a_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> TestimonialState:
        """Where it stands."""
        if self.declined_at is not None:
            return TestimonialState.DECLINED
        if self.agreed_at is not None:
            return TestimonialState.AGREED
        return TestimonialState.ASKED if self.asked_at is not None else TestimonialState.WRITTEN
