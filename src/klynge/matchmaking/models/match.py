"""Two companies on their way to each other: private until both have said yes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow


class Stage(models.TextChoices):
    """How far two companies have come; it follows from the moments that are kept."""

    INTERESTED = "interested", _("One side is interested")
    MUTUAL = "mutual", _("Both are interested")
    INTRODUCED = "introduced", _("Introduced")
    MET = "met", _("Met")
    OUTCOME = "outcome", _("Outcome known")
    CLOSED = "closed", _("Closed")


class OutcomeKind(models.TextChoices):
    """What came of it; the best that either side reports counts."""

    NOTHING = "nothing", _("Nothing")
    TALKING = "talking", _("We are still talking")
    KNOWLEDGE = "knowledge", _("We shared knowledge")
    PROJECT = "project", _("A project together")
    BID = "bid", _("A joint bid or application")
    CONTRACT = "contract", _("A contract")


class MatchQuerySet(models.QuerySet["Match"]):
    def between(self, one: int, other: int) -> MatchQuerySet:
        """Keep those of the two organisations."""
        return self.filter(first_id=min(one, other), second_id=max(one, other))

    def of_either(self, organisation_id: int) -> MatchQuerySet:
        """Keep those of the organisation, whatever it may know of; for the office and its jobs."""
        return self.filter(Q(first_id=organisation_id) | Q(second_id=organisation_id))

    def of(self, organisations: frozenset[int]) -> MatchQuerySet:
        """Keep those that these companies may know of: what they said themselves, what was said to their opportunity, and what is mutual."""
        involved = Q(first_id__in=organisations) | Q(second_id__in=organisations)
        said = Interest.objects.filter(match=models.OuterRef("pk"), organisation_id__in=organisations)
        answers = Interest.objects.filter(match=models.OuterRef("pk"), opportunity__organisation_id__in=organisations)
        known = Q(mutual_at__isnull=False) | Q(models.Exists(said)) | Q(models.Exists(answers))
        return self.filter(involved & known)

    def visible_to(self, actor: Actor) -> MatchQuerySet:
        """Keep all of the cluster for its brokers; for a member what its companies may know of; else none."""
        if actor.may("matchmaking.broker", cluster_id=actor.cluster_id):
            return self.filter(cluster_id=actor.cluster_id)
        own = actor.companies_where("portal.offer_and_seek", cluster_id=actor.cluster_id)
        return self.of(own).filter(cluster_id=actor.cluster_id) if own else self.none()


class Match(ClusterRow):
    """Two organisations, the one with the lower number first, with the time of each step."""

    first = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    second = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    suggested_at = models.DateTimeField(null=True, blank=True)  # when one was suggested to the other; null: by an opportunity
    interested_at = models.DateTimeField()
    mutual_at = models.DateTimeField(null=True, blank=True)
    introduced_at = models.DateTimeField(null=True, blank=True)
    introduced_by = models.CharField(max_length=120, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)  # when it was told
    met_on = models.DateField(null=True, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)  # one side said no, or took it back

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(MatchQuerySet))

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["cluster", "first", "second"], condition=Q(closed_at__isnull=True), name="match_open_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="match_lower_first"),
            models.CheckConstraint(
                condition=Q(mutual_at__isnull=False) | Q(introduced_at__isnull=True, met_at__isnull=True, outcome_at__isnull=True),
                name="match_nothing_before_both",
            ),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True, met_on__isnull=True) | Q(met_at__isnull=False, met_on__isnull=False), name="match_met_on"
            ),
            models.CheckConstraint(
                condition=Q(introduced_at__isnull=True, introduced_by="") | (Q(introduced_at__isnull=False) & ~Q(introduced_by="")),
                name="match_introduced_by",
            ),
        ]
        indexes = [
            models.Index(fields=["cluster", "second"], name="match_second"),
            models.Index(fields=["cluster", "-interested_at", "-id"], name="match_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"

    @property
    def stage(self) -> Stage:
        """Return how far the two have come."""
        if self.closed_at:
            return Stage.CLOSED
        for at, stage in ((self.outcome_at, Stage.OUTCOME), (self.met_at, Stage.MET), (self.introduced_at, Stage.INTRODUCED)):
            if at:
                return stage
        return Stage.MUTUAL if self.mutual_at else Stage.INTERESTED

    def other_than(self, organisation_id: int) -> models.Model:
        """Return the other of the two organisations."""
        return self.second if self.first_id == organisation_id else self.first


class Interest(models.Model):
    """One side's yes, by whom, with a word to the other that it reads once both have said yes."""

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="interests", db_index=False)
    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+")
    opportunity = models.ForeignKey("matchmaking.Opportunity", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey("access.User", on_delete=models.SET_NULL, null=True, related_name="+")
    said_by = models.CharField(max_length=120)
    said_at = models.DateTimeField()
    message = models.CharField(max_length=600, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["match", "organisation"], name="interest_once")]


class OutcomeQuestion(models.Model):
    """What came of it was asked of one side, so many months after the introduction."""

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="questions", db_index=False)
    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+")
    months = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["match", "organisation", "months"], name="outcome_asked_once"),
            models.CheckConstraint(condition=Q(months__in=(3, 6)), name="outcome_asked_after"),
        ]


class Outcome(models.Model):
    """What one side says came of it; the latest of each side counts."""

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="outcomes")
    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=OutcomeKind.choices)
    value_minor = models.BigIntegerField(null=True, blank=True)  # what it is worth to this side, by its own estimate
    note = models.CharField(max_length=600, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(value_minor__isnull=True) | Q(value_minor__gte=0), name="outcome_worth_something")
        ]


class FollowedMerger(ClusterRow):
    """What moved from one organisation to another when they merged, so that it can move back."""

    merger = models.OneToOneField("directory.Merger", on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField()  # {"opportunities": [ids], "matches": [[id, first, second, was closed here]], "interests": [ids], ...}
    followed_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
