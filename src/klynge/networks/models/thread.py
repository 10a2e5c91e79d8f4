"""What is said between meetings: discussions, posts, and how people want to hear of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow

from .meeting import inside
from .network import Network


class TalkQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, actor: Actor) -> TalkQuerySet:
        """Keep all of the cluster for staff who may see who sits where, what belongs to one's own networks for people of members; else none."""
        if actor.cluster_id is None:
            return self.none()
        own = self.filter(cluster_id=actor.cluster_id)
        if actor.may("networks.see_seats", cluster_id=actor.cluster_id):
            return own
        return own.filter(network__in=inside(actor))


class Thread(ClusterRow):
    """A discussion in a network; ``last_at`` is when the latest post was written."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="threads")
    subject = models.CharField(max_length=160)
    begun_at = models.DateTimeField()
    last_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(TalkQuerySet))

    class Meta:
        ordering = ["-last_at", "-id"]
        indexes = [models.Index(fields=["network", "-last_at"], name="thread_by_latest")]

    def __str__(self) -> str:
        return self.subject


class Via(models.TextChoices):
    PAGE = "page", _("On the page")
    MAIL = "mail", _("By mail")


class Post(ClusterRow):
    """What somebody wrote, in Markdown. What is taken away keeps its place, not its words."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="posts")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("directory.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    key = models.CharField(max_length=64)  # of the form or the mail that brought it: sent twice, it stands once
    via = models.CharField(max_length=4, choices=Via.choices, default=Via.PAGE)
    written_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.CharField(max_length=120, blank=True)

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(TalkQuerySet))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["network", "key"], name="post_once"),
            models.CheckConstraint(condition=Q(removed_at__isnull=True) | Q(text=""), name="post_removed_keeps_no_words"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Frequency(models.TextChoices):
    """How often somebody hears of what is written."""

    EACH = "each", _("A mail for each post")
    DAILY = "daily", _("One mail a day")
    NEVER = "never", _("No mail")


class Hearing(ClusterRow):
    """How one person hears of a network's discussions, and up to which post that person was told."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="hearings")
    person = models.ForeignKey("directory.Person", on_delete=models.CASCADE, related_name="+")
    frequency = models.CharField(max_length=6, choices=Frequency.choices, default=Frequency.DAILY)
    told_post = models.BigIntegerField(default=0)  # the key of the latest post told of

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "person"], name="hearing_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_frequency_display()}"
