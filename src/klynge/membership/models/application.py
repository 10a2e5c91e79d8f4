"""Applications for membership: what a company asks, and everything that happened to it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow, Locale
from klynge.directory.models import LegalForm, OrganisationKind

from .membership import Membership, MembershipType


class ApplicationState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Received")
    NEEDS_INFORMATION = "needs_info", _("Waits for the applicant")
    ENDORSED = "endorsed", _("Endorsed by the board")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class SizeOutcome(models.TextChoices):
    """How the number that the applicant tells fits the company register."""

    AGREES = "agrees", _("Agrees with the register")
    DISAGREES = "disagrees", _("The register says another category")
    STRADDLES = "straddles", _("The register's interval reaches into two categories")
    NO_DATA = "no_data", _("The register says nothing")


class DropOut(models.TextChoices):
    """Why an application came to nothing."""

    PRICE = "price", _("The price")
    TIME = "time", _("No time to take part")
    OTHER_CLUSTER = "other_cluster", _("Joins another cluster instead")
    NOT_ELIGIBLE = "not_eligible", _("Can't be a member here")
    NO_ANSWER = "no_answer", _("No answer any more")
    OTHER = "other", _("Something else")


WRITTEN_BY = ("contact_name", "contact_title", "contact_email", "contact_phone", "message")


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, actor: Actor) -> ApplicationQuerySet:
        """Keep the applications to the actor's cluster that have been sent, for its staff; else none."""
        if not actor.is_staff_of(actor.cluster_id):
            return self.none()
        return self.filter(cluster_id=actor.cluster_id).exclude(submitted_at__isnull=True)

    def with_contact(self) -> ApplicationQuerySet:
        """Keep the applications that name who wrote them."""
        return self.exclude(**dict.fromkeys(WRITTEN_BY, ""))

    def clear_contact(self) -> int:
        """Blot who wrote the applications; company, size and outcome stay. Return how many held somebody."""
        ids = list(self.with_contact().values_list("pk", flat=True))
        return self.model._base_manager.filter(pk__in=ids).update(**dict.fromkeys(WRITTEN_BY, ""))


class Application(ClusterRow):
    """One company that wants to join; what it tells is kept as it was told."""

    state = models.CharField(max_length=10, choices=ApplicationState.choices, default=ApplicationState.DRAFT)
    language = models.CharField(max_length=2, choices=Locale.choices, default=Locale.DANISH)
    cvr = models.CharField(max_length=8, blank=True)
    name = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=12, choices=OrganisationKind.choices, default=OrganisationKind.COMPANY)
    legal_form = models.CharField(max_length=12, choices=LegalForm.choices, default=LegalForm.OTHER)
    street = models.CharField(max_length=160, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    town = models.CharField(max_length=80, blank=True)
    website = models.CharField(max_length=200, blank=True)
    founded_on = models.DateField(null=True, blank=True)
    industry_code = models.CharField(max_length=6, blank=True)
    is_advertising_protected = models.BooleanField(default=False)
    gln = models.CharField(max_length=13, blank=True)
    buyer_reference = models.CharField(max_length=80, blank=True)
    employees = models.PositiveIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=120, blank=True)  # of an institution or authority: the department that joins
    own_members = models.PositiveIntegerField(null=True, blank=True)  # of an association
    register_low = models.PositiveIntegerField(null=True, blank=True)
    register_high = models.PositiveIntegerField(null=True, blank=True)
    register_period = models.CharField(max_length=10, blank=True)
    size_outcome = models.CharField(max_length=10, choices=SizeOutcome.choices, default=SizeOutcome.NO_DATA)
    type = models.ForeignKey(MembershipType, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    wished_on = models.DateField(null=True, blank=True)  # member from
    contact_name = models.CharField(max_length=120, blank=True)
    contact_title = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    message = models.TextField(blank=True)
    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    membership = models.OneToOneField(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="application")
    drop_out = models.CharField(max_length=14, choices=DropOut.choices, blank=True)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(ApplicationQuerySet))

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(state="withdrawn") | Q(submitted_at__isnull=False), name="application_submitted"
            ),
            models.CheckConstraint(condition=Q(state="approved") ^ Q(membership__isnull=True), name="application_approved_has_membership"),
        ]
        indexes = [models.Index(fields=["cluster", "state", "-id"], name="application_by_state")]

    def __str__(self) -> str:
        return self.name or self.cvr or str(self.pk)


class ApplicationEvent(models.Model):
    """An application came into a state: when, by whom, with which words. Rows are added, never changed."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="events")
    state = models.CharField(max_length=10, choices=ApplicationState.choices)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=120)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
