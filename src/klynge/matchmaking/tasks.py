"""Jobs of the matchmaking room."""

from django.utils import timezone
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.directory.models import Merger
from klynge.matchmaking import actions
from klynge.matchmaking.models import Match


@jobs.task("matchmaking.compute_suggestions")
def compute_suggestions(cluster_id: int) -> None:
    """Work out one cluster's suggestions."""
    cluster = Cluster.objects.get(pk=cluster_id)
    with scope(cluster=cluster):
        actions.compute_suggestions(cluster, actor=Actor.system("matchmaking", cluster_id=cluster_id), at=timezone.now())


@jobs.task("matchmaking.introduce")
def introduce(cluster_id: int, match_id: int) -> None:
    """Introduce two companies that both said yes."""
    with scope(cluster=Cluster.objects.get(pk=cluster_id)):
        match = Match.objects.get(pk=match_id)
        actions.introduce_match(match, actor=Actor.system("matchmaking", cluster_id=cluster_id), at=timezone.now())


@jobs.task("matchmaking.review_day")
def review_day() -> None:
    """Once a day: new suggestions for every cluster, questions about what came of introductions, and word of deadlines."""
    now = timezone.now()
    for cluster in Cluster.objects.order_by("pk"):
        jobs.enqueue("matchmaking.compute_suggestions", cluster_id=cluster.pk)
        with scope(cluster=cluster):
            actor = Actor.system("matchmaking", cluster_id=cluster.pk)
            actions.ask_outcomes(cluster, on=day_of(now), actor=actor, at=now)
            actions.remind_deadlines(cluster, on=day_of(now), actor=actor, at=now)


@jobs.task("matchmaking.follow_merger")
def follow_merger(cluster_id: int, merger_id: int) -> None:
    """Follow a merger of organisations."""
    with scope(cluster=Cluster.objects.get(pk=cluster_id)):
        merger = Merger.objects.select_related("cluster").get(pk=merger_id)
        actions.follow_merger(merger, actor=Actor.system("mergers", cluster_id=cluster_id), at=timezone.now())


@jobs.task("matchmaking.undo_merger")
def undo_merger(cluster_id: int, merger_id: int) -> None:
    """Give back what followed a merger that was undone."""
    with scope(cluster=Cluster.objects.get(pk=cluster_id)):
        merger = Merger.objects.select_related("cluster", "loser").get(pk=merger_id)
        actions.undo_merger(merger, actor=Actor.system("mergers", cluster_id=cluster_id), at=timezone.now())
