"""Jobs of the meetings room: search for plans, and follow mergers."""

import time

from django.utils import timezone
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.core import jobs
from klynge.directory.models import Merger
from klynge.meetings import actions
from klynge.meetings.models import Planning
from klynge.meetings.queries.instance import plan_from, planned_instance

from .portfolio import plans

PAUSE = 0.5  # seconds between two notes of progress


@jobs.task("meetings.search_plan")
def search_plan(cluster_id: int, planning_id: int) -> None:
    """Search until nothing can be bettered or the day's time for it is up; what was found before a restart is gone on from."""
    with scope(cluster=cluster_id):
        planning = Planning.objects.select_related("day__cluster").get(pk=planning_id)
        if planning.ended_at is not None:
            return
        actor, instance = Actor.system("planner", cluster_id=cluster_id), planned_instance(planning)
        start = plan_from(instance, planning.pairs, planning.slots) if planning.slots is not None else None
        noted, last = 0.0, None
        for step in plans(instance.day, seconds=planning.day.search_seconds, start=start):
            last = step
            if time.monotonic() - noted >= PAUSE:
                actions.note_progress(planning, instance=instance, step=step, actor=actor, at=timezone.now())
                noted, last = time.monotonic(), None
        if last is not None:
            actions.note_progress(planning, instance=instance, step=last, actor=actor, at=timezone.now())
        actions.end_planning(planning, actor=actor, at=timezone.now())


@jobs.task("meetings.move_participants")
def move_participants(cluster_id: int, merger_id: int) -> None:
    """Follow a merger of organisations on meeting days."""
    with scope(cluster=cluster_id):
        merger = Merger.objects.select_related("cluster", "survivor", "loser").get(pk=merger_id)
        actions.move_participants(merger, actor=Actor.system("mergers", cluster_id=cluster_id), at=timezone.now())
