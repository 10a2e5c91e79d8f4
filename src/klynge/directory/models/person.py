"""People, where they work, what they are to a cluster, and what they asked to receive."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow, Locale
from klynge.core.ranges import SpanField
from klynge.core.sorting import Danish

from .organisation import Listing, Organisation

FORGOTTEN = "[…]"  # what stands where a name stood, in every language


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, actor: Actor) -> PersonQuerySet:
        """Keep the people who have worked at an organisation that the actor's cluster knows, or who subscribe there, and are not forgotten."""
        if not actor.may("directory.see_people", cluster_id=actor.cluster_id):
            return self.none()
        listed = Listing.objects.filter(cluster_id=actor.cluster_id, organisation=OuterRef("organisation"))
        works = Affiliation.objects.filter(Exists(listed), person=OuterRef("pk"))
        reads = Subscription.objects.filter(cluster_id=actor.cluster_id, person=OuterRef("pk"))
        return self.filter(Q(Exists(works)) | Q(Exists(reads))).remembered_by(actor.cluster_id)

    def remembered_by(self, cluster_id: int | None) -> PersonQuerySet:
        """Leave out the people whom the cluster has forgotten."""
        gone = Forgetting._base_manager.filter(cluster_id=cluster_id, lifted_at__isnull=True)
        return self.exclude(Exists(gone.filter(person=OuterRef("pk"))))

    def in_danish_order(self) -> PersonQuerySet:
        """Sort by name, æ ø å last."""
        return self.order_by(Danish("name"), "pk")


class Person(models.Model):
    """A human being, once in the shared registry."""

    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=2, choices=Locale.choices, default=Locale.DANISH)
    user = models.OneToOneField("access.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="person")
    search_text = models.TextField(blank=True, editable=False)  # kept by actions: name, addresses, phone, where they work
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="person_has_name")]
        indexes = [
            models.Index(Danish("name"), "id", name="person_danish"),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="person_search"),
        ]

    def __str__(self) -> str:
        return self.name


class ForgetReason(models.TextChoices):
    """Why somebody is forgotten."""

    ASKED = "asked", _("The person has asked for it")
    LEFT = "left", _("The person has nothing to do with us any more")
    EXPIRED = "expired", _("The time of keeping is over")


class Forgetting(ClusterRow):
    """One cluster forgot one person: the words are gone, that it was done is kept.

    Where no other cluster knows the person, the registry forgot them too, and the row of the person holds nothing any more.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="forgettings")
    reason = models.CharField(max_length=10, choices=ForgetReason.choices)
    is_whole = models.BooleanField()  # the registry's own row was emptied
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)  # who did it, not who was forgotten
    lifted_at = models.DateTimeField(null=True)  # the person, known elsewhere, came back

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["cluster", "person"], condition=Q(lifted_at__isnull=True), name="forgetting_once"),
        ]

    def __str__(self) -> str:
        return FORGOTTEN


class PersonEmail(models.Model):
    """An address at which a person is reached; an address belongs to one person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="emails")
    address = models.EmailField()
    is_primary = models.BooleanField(default=False)
    bounced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("address"), name="person_email_once"),
            models.UniqueConstraint(fields=["person"], condition=Q(is_primary=True), name="person_one_primary_email"),
        ]

    def __str__(self) -> str:
        return self.address


class Affiliation(models.Model):
    """A person works at an organisation during a span of days."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="affiliations")
    title = models.CharField(max_length=120, blank=True)
    is_primary = models.BooleanField(default=True)
    during = SpanField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="affiliation_once_a_day",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]


class ContactRoleKind(models.TextChoices):
    PRIMARY = "primary", _("Primary contact")
    BILLING = "billing", _("Billing contact")
    BOARD = "board", _("Board member")
    VOTING = "voting", _("Voting representative")


class ContactRole(ClusterRow):
    """What a person is to a cluster on behalf of an organisation, during a span of days."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contact_roles")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contact_roles")
    kind = models.CharField(max_length=10, choices=ContactRoleKind.choices)
    during = SpanField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="contact_role_one_holder_a_day",
                expressions=[
                    ("cluster", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=~Q(kind="board"),
            ),
        ]


class Subscription(ClusterRow):
    """Somebody receives the newsletter: a relation of its own, no membership in it."""

    address = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="subscriptions")
    consented_at = models.DateTimeField()
    consent_source = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    clicks_agreed_at = models.DateTimeField(null=True, blank=True)  # may be counted by which links are followed, since then
    bounced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("cluster", Lower("address"), condition=Q(withdrawn_at__isnull=True), name="subscription_once"),
        ]

    def __str__(self) -> str:
        return self.address
