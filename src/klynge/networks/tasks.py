"""Jobs of the networks room."""

from django.conf import settings
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.core import jobs
from klynge.directory.models import Merger
from klynge.networks import actions
from klynge.networks.models import Frequency, Network, Post
from klynge.networks.queries.telling import YOUNG


@jobs.task("networks.follow_merger")
def follow_merger(cluster_id: int, merger_id: int, **_: object) -> None:
    """Let the seats of a company that went up in another follow it."""
    with scope(cluster=Cluster.objects.get(pk=cluster_id)):
        merger = Merger.objects.select_related("cluster", "survivor", "loser").get(pk=merger_id)
        actions.move_seats(merger, actor=Actor.system("networks", cluster_id=cluster_id), at=timezone.now())


@jobs.task("networks.undo_merger")
def undo_merger(cluster_id: int, merger_id: int, **_: object) -> None:
    """Let a company that is on its own again have its seats back."""
    with scope(cluster=Cluster.objects.get(pk=cluster_id)):
        merger = Merger.objects.select_related("cluster", "survivor", "loser").get(pk=merger_id)
        actions.return_seats(merger, actor=Actor.system("networks", cluster_id=cluster_id), at=timezone.now())


@jobs.task("networks.tell_posts")
def tell_posts(cluster_id: int, network_id: int, **_: object) -> None:
    """Write to those who want a mail for each post."""
    _mail(cluster_id, network_id, Frequency.EACH)


@jobs.task("networks.tell_day")
def tell_day() -> None:
    """Write to those who want one mail a day, wherever something was written lately."""
    with scopes_disabled():
        posts = Post.objects.filter(written_at__gt=timezone.now() - YOUNG, network__closed_on__isnull=True).order_by()
        found = list(posts.values_list("cluster_id", "network_id").distinct())
    for cluster_id, network_id in found:
        _mail(cluster_id, network_id, Frequency.DAILY)


def _mail(cluster_id: int, network_id: int, frequency: str) -> None:
    with scope(cluster=Cluster.objects.get(pk=cluster_id)):
        network = Network.objects.select_related("cluster").get(pk=network_id)
        actor = Actor.system("networks", cluster_id=cluster_id)
        actions.mail_posts(
            network, frequency=frequency, site=settings.SITE, reply_base=settings.REPLY_ADDRESS, actor=actor, at=timezone.now()
        )
