"""What the members of Nordlys took part in, gathered and scored month by month; who gave talks and hosted was noted by hand."""

from datetime import date, datetime, timedelta
from random import Random

from django.db.models import Count
from django.utils import timezone

from klynge.core.clock import add_months, day_of
from klynge.directory.models import Organisation
from klynge.engagement.actions import add_activity, compute_scores, fit_renewal, gather_activities, note_contact
from klynge.engagement.models import Score
from klynge.engagement.queries.sources import SOURCES
from klynge.events.models import Event, Registration

from .stage import Stage

MONTHS = 12
CORE = 14  # companies that come most, and give something nearly each time
GIVEN = ("spoke", "hosted", "mentored", "shared", "referred", "chaired")


def play(stage: Stage, random: Random) -> None:
    """Gather from every source, add what companies gave, score each month's end and today, and learn who may leave."""
    now = timezone.now()
    by = {"actor": stage.planner, "at": now}
    _contributions(stage, random, now)
    for source in SOURCES:
        gather_activities(stage.nordlys, source=source, **by)
    today = day_of(now)
    ends = [add_months(today.replace(day=1), -back) - timedelta(days=1) for back in range(MONTHS - 1, -1, -1)]
    for day in [*ends, today]:
        computation = compute_scores(stage.nordlys, on=day, **by)
    fit_renewal(stage.nordlys, on=today, **by)
    quiet = Score.objects.filter(computation=computation, level="passive").select_related("organisation").order_by("pk")[:3]
    for score, outcome in zip(quiet, ("tried", "spoke", "planned"), strict=False):
        _call(stage, score.organisation, outcome, today, now)


def _contributions(stage: Stage, random: Random, now: datetime) -> None:
    """At each event a few of those who came had something to give, those of the core above all."""
    seats = Registration.objects.filter(cluster=stage.nordlys, attendance__isnull=False, organisation__isnull=False)
    often = seats.order_by().values("organisation").annotate(times=Count("pk")).order_by("-times", "organisation")
    core = {row["organisation"] for row in often[:CORE]}
    for event in Event.objects.filter(cluster=stage.nordlys, ends_at__lt=now).order_by("pk"):
        came = Registration.objects.filter(event=event, attendance__isnull=False).select_related("organisation", "person").order_by("pk")
        givers = {row.organisation_id: row for row in came if row.organisation_id in core or random.random() < 0.06}
        for turn, row in enumerate(givers.values()):
            kind = random.choice(GIVEN)
            add_activity(
                row.organisation, cluster=stage.nordlys, kind=kind, happened_on=event.starts_on, person=row.person, actor=stage.planner,
                at=event.ends_at + timedelta(minutes=turn),
            )  # fmt: skip


def _call(stage: Stage, organisation: Organisation, outcome: str, today: date, now: datetime) -> None:
    note_contact(
        organisation, cluster=stage.nordlys, worklist="reactivate", outcome=outcome, contacted_on=today, next_on=today + timedelta(days=14),
        note="Ringet op; foreslog næste morgenmøde.", actor=stage.planner, at=now,
    )  # fmt: skip
