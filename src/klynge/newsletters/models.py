"""Messages to the contacts of many members: one text with fields, one row for each reader."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow
from klynge.core.texts import TextField, in_language


class MessageKind(models.TextChoices):
    """What a message is for; the law treats the two differently."""

    SERVICE = "service", _("Service message")
    MARKETING = "marketing", _("Marketing")


class Contacts(models.TextChoices):
    """Who at a member gets it."""

    PRIMARY = "primary", _("The primary contact")
    BILLING = "billing", _("The billing contact, else the primary one")
    EVERYONE = "everyone", _("Everybody who works there")


class LeftOut(models.TextChoices):
    """Why somebody gets nothing."""

    NO_CONTACT = "no_contact", _("The member has no such contact.")
    NO_ADDRESS = "no_address", _("There is no e-mail address.")
    BOUNCED = "bounced", _("Mail to the address came back.")
    NO_CONSENT = "no_consent", _("Has not said yes to marketing.")
    OPTED_OUT = "opted_out", _("Has said no to marketing.")
    NOT_TOPIC = "not_topic", _("Does not want to read about this topic.")


class Topic(ClusterRow):
    """Something that marketing can be about, so that readers can choose."""

    name = TextField()
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("added_at")), name="topic_ends_later")
        ]

    def __str__(self) -> str:
        return in_language(self.name)


class TopicRefusal(ClusterRow):
    """Somebody who said yes to marketing does not want to read about one topic."""

    person = models.ForeignKey("directory.Person", on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="refusals")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="topic_refused_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.topic}"


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, actor: Actor) -> MessageQuerySet:
        """Keep the messages of the actor's cluster, for its staff; else none."""
        if not actor.is_staff_of(actor.cluster_id):
            return self.none()
        return self.filter(cluster_id=actor.cluster_id)


class Message(ClusterRow):
    """One text to many readers; it leaves once, or is discarded."""

    kind = models.CharField(max_length=10, choices=MessageKind.choices)
    contacts = models.CharField(max_length=10, choices=Contacts.choices)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, blank=True, related_name="messages")  # of marketing only
    subject = models.JSONField()  # {"da": ..., "en": ...}; a language may be missing, the cluster's own never is
    body = models.JSONField()  # plain text with {fields}
    audience = models.CharField(max_length=1000, blank=True)  # the member list's own query string
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=120)
    released_at = models.DateTimeField(null=True)
    released_by = models.CharField(max_length=120, blank=True)
    batch = models.ForeignKey("outbox.Batch", on_delete=models.PROTECT, null=True, related_name="+")
    discarded_at = models.DateTimeField(null=True)

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(MessageQuerySet))

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["cluster", "-id"], name="message_by_cluster")]
        constraints = [
            models.CheckConstraint(condition=Q(released_at__isnull=True) | Q(discarded_at__isnull=True), name="message_leaves_or_goes"),
            models.CheckConstraint(condition=Q(released_at__isnull=True) | Q(batch__isnull=False), name="message_released_has_batch"),
            models.CheckConstraint(condition=Q(topic__isnull=True) | Q(kind="marketing"), name="message_topic_of_marketing"),
        ]

    def __str__(self) -> str:
        return str(self.subject.get("da") or self.subject.get("en") or "–")[:160]

    @property
    def is_open(self) -> bool:
        """Whether it is still a draft."""
        return self.released_at is None and self.discarded_at is None


class MessageRecipient(ClusterRow):
    """One reader of one message, or a member at which there is nobody to read it."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="recipients", db_index=False)
    membership = models.ForeignKey("membership.Membership", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("directory.Person", on_delete=models.PROTECT, null=True, related_name="+")
    left_out = models.CharField(max_length=12, choices=LeftOut.choices, blank=True)  # set at the release; before, it is worked out anew

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["message", "person"], name="recipient_once"),
            models.UniqueConstraint(fields=["message", "membership"], condition=Q(person__isnull=True), name="recipient_nobody_once"),
        ]
