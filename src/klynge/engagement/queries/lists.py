"""Members by engagement, and the lists that somebody works through; a constant number of statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.core.clock import add_months
from klynge.core.sorting import Danish
from klynge.directory.models import Organisation
from klynge.engagement.models import Activity, Computation, FollowUp, Level, RenewalModel, RenewalRisk, Score

NOT_TOLD = ("signed_in", "received", "clicked", "absent")  # counted, but nothing to tell a company of
ALL, REACTIVATE, RECIPROCITY = "all", "reactivate", "reciprocity"


def latest_computation(cluster: Cluster, *, actor: Actor) -> Computation | None:
    """Return the newest finished computation that the actor may see, or None."""
    found: Computation | None = Computation.objects.visible_to(actor).filter(cluster=cluster, finished_at__isnull=False).first()
    return found


def level_counts(computation: Computation) -> list[tuple[str, str, int]]:
    """Return (code, label, members) of each level, from passive to engaged."""
    return [(level.value, str(level.label), int(computation.counts.get(level.value, 0))) for level in Level]


def scores_of(computation: Computation, *, which: str, level: str = "", words: str = "", actor: Actor) -> QuerySet[Score]:
    """Return the scores of a list with each company's latest note ``noted``: everybody by name, the quiet longest first, the takers most first.

    To re-activate is who is passive; taking without giving is who benefits more than half of those that benefit, and contributes nothing.
    """
    notes = FollowUp.objects.visible_to(actor).filter(organisation=OuterRef("organisation")).order_by("-pk")
    found = Score.objects.visible_to(actor).filter(computation=computation).select_related("organisation")
    found = found.annotate(noted_on=Subquery(notes.values("contacted_on")[:1]), noted=Subquery(notes.values("outcome")[:1]))
    if words:
        found = found.filter(organisation__name__icontains=words)
    if which == REACTIVATE:
        return found.filter(level=Level.PASSIVE).order_by("last_on", "organisation_id")
    if which == RECIPROCITY:
        return found.filter(contributes__lt=100, benefits__gt=median_benefit(computation)).order_by("-benefits", "organisation_id")
    if level in Level.values:
        found = found.filter(level=level)
    return found.order_by(Danish("organisation__name"), "pk")


def median_benefit(computation: Computation) -> int:
    """Return the middle of the benefits of those that have any, in hundredths; 0 where nobody has."""
    values = Score.objects.filter(computation=computation, benefits__gt=0).order_by("benefits").values_list("benefits", flat=True)
    count = values.count()
    return int(values[count // 2]) if count else 0


def latest_model(cluster: Cluster, *, actor: Actor) -> RenewalModel | None:
    """Return the newest model of leaving, for who may see the lists; else None."""
    if not actor.may("engagement.see_lists", cluster_id=cluster.pk):
        return None
    found: RenewalModel | None = RenewalModel.objects.filter(cluster=cluster).first()
    return found


def risks_of(model: RenewalModel) -> QuerySet[RenewalRisk]:
    """Return what the model says of each member, the most dues at risk first."""
    return RenewalRisk.objects.filter(model=model).select_related("organisation").order_by("-risk_bp", "pk")


@dataclass(frozen=True, slots=True)
class Given:
    """What a membership gave one company in a span of days."""

    events: int
    meetings: int
    introductions: int
    programmes: int
    people: int
    saved_minor: int


def value_of(organisation: Organisation, *, cluster: Cluster, first: date, end: date) -> Given:
    """Count what the company took part in from ``first`` until before ``end``; money in minor units, without VAT."""
    rows = Activity.objects.filter(cluster=cluster, organisation=organisation, happened_on__gte=first, happened_on__lt=end).standing()
    kinds = dict(rows.order_by().values_list("kind").annotate(times=Sum("quantity")).values_list("kind", "times"))
    people = rows.exclude(person=None).order_by().values("person").distinct().count()
    saved = rows.aggregate(saved=Sum("saved_minor"))["saved"] or 0

    def times(*names: str) -> int:
        return sum(kinds.get(name, 0) for name in names) // 100

    return Given(times("attended"), times("met"), times("matched"), times("joined"), people, int(saved))


def activities_of(organisation: Organisation, *, actor: Actor) -> QuerySet[Activity]:
    """Return what the company took part in, the latest first; single days of signing in and the newsletter are left out."""
    rows = Activity.objects.visible_to(actor).filter(organisation=organisation).standing()
    return rows.exclude(kind__in=("signed_in", "received", "clicked")).select_related("person")


def own_activities(organisation: Organisation, *, actor: Actor, first: date, end: date) -> QuerySet[Activity]:
    """Return what counts for the company's own people, or its cluster's staff, to see, the latest first; nothing for anybody else."""
    rows = Activity.objects.visible_to(actor).filter(organisation=organisation, happened_on__gte=first, happened_on__lt=end)
    return rows.standing().exclude(kind__in=NOT_TOLD).select_related("person")


def year_before(day: date) -> tuple[date, date]:
    """Return the twelve months up to and with the day, as (first, first day after)."""
    return add_months(day, -12), day


def history_of(organisation: Organisation, *, actor: Actor) -> list[dict[str, Any]]:
    """Return one score a month, the oldest first: {"on", "contributes", "benefits"} in points."""
    rows = Score.objects.visible_to(actor).filter(organisation=organisation).filter(Q(computation__finished_at__isnull=False))
    found = rows.order_by("-computed_on").values("computed_on", "contributes", "benefits")[:24]
    return [
        {"on": row["computed_on"], "contributes": row["contributes"] / 100, "benefits": row["benefits"] / 100} for row in reversed(found)
    ]
