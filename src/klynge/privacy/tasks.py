"""Jobs about what is kept too long."""

from django.utils import timezone
from django.utils.translation import override
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.privacy import actions
from klynge.privacy.models import RetentionRun, StandingOrder
from klynge.privacy.queries.retention import expired


@jobs.task("privacy.apply_retention")
def apply_retention(cluster_id: int, run_id: int) -> None:
    """Do a round rule by rule; a killed worker leaves whole rules behind, and the next one goes on."""
    cluster = Cluster.objects.get(pk=cluster_id)
    with scope(cluster=cluster), override(cluster.locale):
        run = RetentionRun.objects.get(pk=run_id)
        while actions.apply_retention(run, actor=Actor.system("retention", cluster_id=cluster_id), at=timezone.now()):
            pass


@jobs.task("privacy.review_retention")
def review_retention() -> None:
    """Begin the night's round in every cluster that has ordered it and has something due."""
    for cluster in Cluster.objects.order_by("pk"):
        with scope(cluster=cluster):
            is_busy = RetentionRun.objects.filter(cluster=cluster, finished_at__isnull=True).exists()
            if is_busy or not StandingOrder.objects.filter(cluster=cluster, ended_at__isnull=True).exists():
                continue
            at = timezone.now()
            shown = {each.rule: each.count for each in expired(cluster, on=day_of(at))}
            if any(shown.values()):
                actions.start_retention(cluster, shown=shown, actor=Actor.system("retention", cluster_id=cluster.pk), at=at)
