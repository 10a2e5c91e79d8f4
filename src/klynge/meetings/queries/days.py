"""Days and participants as the office lists them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.core.clock import day_of
from klynge.meetings.models import Mark, MarkKind, MeetingDay, Participant, Publication, Stage
from klynge.meetings.rules.explaining import obstacles

from .instance import instance_of


def day_rows(actor: Actor) -> QuerySet[MeetingDay]:
    """Return the days that the actor sees, the latest first, each with ``guests`` and ``is_published``."""
    published = Publication.objects.filter(plan__day=OuterRef("pk"))
    rows = MeetingDay.objects.visible_to(actor).annotate(guests=Count("participants", distinct=True), is_published=Exists(published))
    return rows.order_by("-held_on", "-pk")


def stage_of(day: MeetingDay, *, is_published: bool, at: datetime) -> Stage:
    """Say where the day stands at the moment."""
    if is_published:
        return Stage.OVER if day.held_on < day_of(at) else Stage.PUBLISHED
    if day.opened_at is None:
        return Stage.DRAFT
    return Stage.OPEN if day.locked_at is None else Stage.LOCKED


def guest_rows(day: MeetingDay) -> QuerySet[Participant]:
    """Return who takes part, by name, each with ``wishes`` (must and meet) and ``delegates``."""
    rows = Participant.objects.filter(day=day).select_related("organisation").prefetch_related("delegates__person")
    wishes = (
        Mark.objects.filter(participant=OuterRef("pk"))
        .exclude(kind=MarkKind.NO)
        .order_by()
        .values("participant")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return rows.annotate(wishes=wishes).order_by("organisation__name", "pk")


def obstacles_of(day: MeetingDay) -> list[str]:
    """Say what stands in the way of holding all meetings, before any search."""
    instance = instance_of(day, [])
    said: list[str] = []
    for reason in obstacles(instance.day):
        facts: dict[str, Any] = {"wanted": reason.wanted, "free": reason.free}
        if reason.kind == "overbooked" and reason.guest is not None:
            name = instance.day.guests[reason.guest].name
            said.append(_("%(name)s: %(wanted)s meetings, %(free)s free slots.") % {**facts, "name": name})
        elif reason.kind == "crowded":
            said.append(_("All together: %(wanted)s meetings, but tables and slots make room for %(free)s.") % facts)
        elif reason.meeting is not None:
            one, other = (instance.day.guests[g].name for g in instance.day.meetings[reason.meeting].guests)
            said.append(_("%(one)s and %(other)s are never there at the same time.") % {"one": one, "other": other})
    return said
