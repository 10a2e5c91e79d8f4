"""Jobs of the networks room."""

from django.utils import timezone
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.core import jobs
from klynge.directory.models import Merger
from klynge.networks import actions


@jobs.task("networks.follow_merger")
def follow_merger(cluster_id: int, merger_id: int, **_: object) -> None:
    """Let the seats of a company that went up in another follow it."""
    with scope(cluster=Cluster.objects.get(pk=cluster_id)):
        merger = Merger.objects.select_related("cluster", "survivor", "loser").get(pk=merger_id)
        actions.move_seats(merger, actor=Actor.system("networks", cluster_id=cluster_id), at=timezone.now())
