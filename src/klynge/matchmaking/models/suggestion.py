"""Who is suggested to whom, why, and what was shown."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from klynge.access.actor import Actor
from klynge.access.models import ClusterRow


class Question(models.TextChoices):
    """The two questions that a member can ask."""

    COMPLEMENTARY = "complementary", _("Who has what we need?")
    LIKE_MINDED = "like_minded", _("Who works with the same?")


class Computation(ClusterRow):
    """Suggestions worked out at a moment, from how much, and how evenly companies are shown."""

    computed_at = models.DateTimeField()
    companies = models.PositiveIntegerField()
    with_any = models.PositiveIntegerField()  # companies to whom somebody is suggested
    shown = models.PositiveIntegerField()  # companies that are suggested to somebody
    gini = models.PositiveSmallIntegerField()  # thousandths: 0 evenly, 1000 one company everywhere
    model = models.CharField(max_length=40, blank=True)  # the language model used, if any

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(gini__lte=1000), name="match_computation_gini")]


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def visible_to(self, actor: Actor) -> SuggestionQuerySet:
        """Keep those for the companies that the actor may match, and all of the cluster for its brokers; never those about a company."""
        if actor.may("matchmaking.broker", cluster_id=actor.cluster_id):
            return self.filter(cluster_id=actor.cluster_id)
        return self.filter(
            cluster_id=actor.cluster_id, organisation_id__in=actor.companies_where("portal.offer_and_seek", cluster_id=actor.cluster_id)
        )


class Suggestion(ClusterRow):
    """One company suggested to another, in answer to one of the two questions."""

    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    question = models.CharField(max_length=14, choices=Question.choices)
    position = models.PositiveSmallIntegerField()  # 1 is first
    score = models.PositiveSmallIntegerField()  # thousandths of the best
    reasons = models.JSONField()  # the features that scored: [{"kind": "offer_meets_need", "ours": "...", "theirs": "...", "weight": 0.4}]
    computed_at = models.DateTimeField()

    objects = ScopedManager(cluster="cluster", _manager_class=models.Manager.from_queryset(SuggestionQuerySet))

    class Meta:
        ordering = ["organisation", "question", "position"]
        constraints = [
            models.UniqueConstraint(fields=["cluster", "organisation", "question", "other"], name="suggestion_once"),
            models.UniqueConstraint(fields=["cluster", "organisation", "question", "position"], name="suggestion_position_once"),
            models.CheckConstraint(condition=~Q(organisation=F("other")), name="suggestion_of_another"),
        ]

    def __str__(self) -> str:
        return str(self.other)


class Impression(ClusterRow):
    """A suggestion was on somebody's screen on a day, and where it stood; once a day for each."""

    organisation = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey("directory.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    question = models.CharField(max_length=14, choices=Question.choices)
    position = models.PositiveSmallIntegerField()
    shown_on = models.DateField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["cluster", "organisation", "question", "other", "shown_on"], name="impression_once_a_day")
        ]
        indexes = [models.Index(fields=["cluster", "other", "shown_on"], name="impression_of")]


class SentenceVector(ClusterRow):
    """What a language model makes of a sentence, kept so that it is worked out once."""

    model = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)  # SHA-256 of the sentence
    values = ArrayField(models.FloatField())
    used_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["cluster", "model", "digest"], name="sentence_vector_once")]
