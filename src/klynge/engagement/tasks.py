"""Jobs of the engagement room: gather from each source, score, and learn who leaves."""

from collections.abc import Callable

from django.utils import timezone
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.engagement import actions
from klynge.engagement.queries.sources import SOURCES


def _gatherer(source: str) -> Callable[..., None]:
    def gather(cluster_id: int, **_: object) -> None:
        cluster = Cluster.objects.get(pk=cluster_id)
        with scope(cluster=cluster):
            actions.gather_activities(cluster, source=source, actor=Actor.system(source, cluster_id=cluster_id), at=timezone.now())

    gather.__doc__ = f"Take over what {source} has told."
    return gather


for _source in SOURCES:
    jobs.task(f"engagement.gather_{_source}")(_gatherer(_source))


@jobs.task("engagement.compute_scores")
def compute_scores(cluster_id: int, **_: object) -> None:
    """Score the members of one cluster as of today."""
    cluster, now = Cluster.objects.get(pk=cluster_id), timezone.now()
    with scope(cluster=cluster):
        actions.compute_scores(cluster, on=day_of(now), actor=Actor.system("engagement", cluster_id=cluster_id), at=now)


@jobs.task("engagement.review_members")
def review_members() -> None:
    """Once a day: gather what no news told of, score every cluster's members, and learn anew who leaves."""
    for cluster in Cluster.objects.order_by("pk"):
        for source in SOURCES:
            jobs.enqueue(f"engagement.gather_{source}", cluster_id=cluster.pk)
        jobs.enqueue("engagement.compute_scores", cluster_id=cluster.pk)
        jobs.enqueue("engagement.fit_renewal", cluster_id=cluster.pk)


@jobs.task("engagement.fit_renewal")
def fit_renewal(cluster_id: int, **_: object) -> None:
    """Learn from the years that are over how likely each member is to leave."""
    cluster, now = Cluster.objects.get(pk=cluster_id), timezone.now()
    with scope(cluster=cluster):
        actions.fit_renewal(cluster, on=day_of(now), actor=Actor.system("engagement", cluster_id=cluster_id), at=now)
