"""Jobs of the programmes room."""

from django.utils import timezone
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.core import jobs
from klynge.directory.models import Merger
from klynge.programmes import actions


@jobs.task("programmes.follow_merger")
def follow_merger(cluster_id: int, merger_id: int, **_: object) -> None:
    """Let the seats of a company that went up in another follow it."""
    with scope(cluster=Cluster.objects.get(pk=cluster_id)):
        merger = Merger.objects.select_related("cluster", "survivor", "loser").get(pk=merger_id)
        actions.move_seats(merger, actor=Actor.system("programmes", cluster_id=cluster_id), at=timezone.now())


@jobs.task("programmes.undo_merger")
def undo_merger(cluster_id: int, merger_id: int, **_: object) -> None:
    """Let a company that is on its own again have its seats back."""
    with scope(cluster=Cluster.objects.get(pk=cluster_id)):
        merger = Merger.objects.select_related("cluster", "survivor", "loser").get(pk=merger_id)
        actions.return_seats(merger, actor=Actor.system("programmes", cluster_id=cluster_id), at=timezone.now())
