"""What a member offers, seeks or wants others to join, apart from who it is."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow
from klynge.core.texts import TextField


class OpportunityKind(models.TextChoices):
    OFFER = "offer", _("Offer")
    REQUEST = "request", _("Request")
    IDEA = "idea", _("Idea to join")


class Field(models.TextChoices):
    """Of what kind it is. Source: the kinds of the Enterprise Europe Network's partnering opportunities."""

    BUSINESS = "business", _("Business")
    TECHNOLOGY = "technology", _("Technology")
    RESEARCH = "research", _("Research and development")


class Ripeness(models.TextChoices):
    """How far it has come."""

    IDEA = "idea", _("An idea")
    PROTOTYPE = "prototype", _("A prototype")
    TESTED = "tested", _("Tested with users")
    MARKET = "market", _("On the market")


class Agreement(models.TextChoices):
    """What the two would agree on."""

    TALK = "talk", _("A talk, nothing more")
    SUPPLY = "supply", _("Delivery against payment")
    DEVELOP = "develop", _("Developing something together")
    RESEARCH = "research", _("A research project")
    BID = "bid", _("A joint bid or application")
    LICENCE = "licence", _("A licence")
    INVEST = "invest", _("An investment")


class Visibility(models.TextChoices):
    """Who may read it."""

    MEMBERS = "members", _("The members")
    EVERYBODY = "everybody", _("Everybody")


class OpportunityState(models.TextChoices):
    """Where it stands on a day; it follows from the moments that are kept."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    EXPIRED = "expired", _("Run out")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class OpportunityQuerySet(models.QuerySet["Opportunity"]):
    def open_on(self, on: date) -> OpportunityQuerySet:
        """Keep those that can be answered on the day."""
        return self.filter(published_at__isnull=False, withdrawn_at__isnull=True, deadline_on__gte=on)

    def public_on(self, on: date) -> OpportunityQuerySet:
        """Keep what everybody may read: open, meant for everybody, and looked at by the office."""
        return self.open_on(on).filter(visibility=Visibility.EVERYBODY, reviewed_at__isnull=False)

    def of_companies(self, actor: Actor) -> OpportunityQuerySet:
        """Keep those of the companies for which the actor may offer and seek."""
        return self.filter(
            cluster_id=actor.cluster_id, organisation_id__in=actor.companies_where("portal.offer_and_seek", cluster_id=actor.cluster_id)
        )

    def visible_to(self, actor: Actor) -> OpportunityQuerySet:
        """Keep the cluster's for its office, in every state; for a member its own and those once published and not withdrawn; else none."""
        if actor.is_staff_of(actor.cluster_id):
            return self.filter(cluster_id=actor.cluster_id)
        own = actor.companies_where("portal.offer_and_seek", cluster_id=actor.cluster_id)
        if not own:
            return self.none()
        published = Q(published_at__isnull=False, withdrawn_at__isnull=True)
        return self.filter(published | Q(organisation_id__in=own), cluster_id=actor.cluster_id)


class Opportunity(ClusterRow):
    """One offer, request or idea, in both languages; it runs out on its day unless it is renewed."""

    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    contact = models.ForeignKey("directory.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=8, choices=OpportunityKind.choices)
    field = models.CharField(max_length=10, choices=Field.choices, default=Field.BUSINESS)
    title = TextField()
    summary = TextField()  # one or two sentences; what is quoted
    description = TextField()
    themes = ArrayField(models.CharField(max_length=30), default=list)  # codes of rules/themes.py
    ripeness = models.CharField(max_length=10, choices=Ripeness.choices, default=Ripeness.IDEA)
    partner = TextField()  # whom one looks for
    agreements = ArrayField(models.CharField(max_length=10, choices=Agreement.choices), default=list)
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.MEMBERS)
    is_anonymous = models.BooleanField(default=False)  # the name is shown once both have said yes
    deadline_on = models.DateField()  # the last day
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=120)
    published_at = models.DateTimeField(null=True, blank=True)
    renewed_at = models.DateTimeField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)  # the deadline of which a mail has told
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.CharField(max_length=120, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(OpportunityQuerySet))

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by="") | (Q(reviewed_at__isnull=False) & ~Q(reviewed_by="")),
                name="opportunity_reviewed_by",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=False) | Q(renewed_at__isnull=True, withdrawn_at__isnull=True),
                name="opportunity_first_published",
            ),
        ]
        indexes = [
            models.Index(fields=["cluster", "-published_at", "-id"], name="opportunity_by_day"),
            models.Index(fields=["cluster", "organisation", "-id"], name="opportunity_of"),
        ]

    def __str__(self) -> str:
        return str(self.title.get("da") or self.title.get("en") or "–")[:200]

    def state_on(self, on: date) -> OpportunityState:
        """Return where it stands on the day."""
        if self.withdrawn_at:
            return OpportunityState.WITHDRAWN
        if self.published_at is None:
            return OpportunityState.DRAFT
        return OpportunityState.OPEN if on <= self.deadline_on else OpportunityState.EXPIRED


class OpportunityRevision(models.Model):
    """How it read before it was changed; rows are only added."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="revisions")
    until_at = models.DateTimeField()
    changed_by = models.CharField(max_length=120)  # who replaced it
    content = models.JSONField()

    class Meta:
        ordering = ["-id"]
