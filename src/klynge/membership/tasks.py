"""Jobs of the membership room."""

from django.utils import timezone
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.directory.models import Merger
from klynge.membership import actions
from klynge.membership.models import DuesRun, ImportRun


@jobs.task("membership.issue_dues_run")
def issue_dues_run(cluster_id: int, run_id: int) -> None:
    """Issue a released run batch by batch; a killed worker leaves whole batches behind, and the next one goes on."""
    with scope(cluster=Cluster.objects.get(pk=cluster_id)):
        run = DuesRun.objects.get(pk=run_id)
        while actions.issue_dues_batch(run, actor=Actor.system("dues run", cluster_id=cluster_id), at=timezone.now()):
            pass


@jobs.task("membership.free_credited_periods")
def free_credited_periods(cluster_id: int, invoice_ids: list[int], **_: object) -> None:
    """Follow up on credit notes."""
    cluster = Cluster.objects.get(pk=cluster_id)
    with scope(cluster=cluster):
        actor = Actor.system("credit notes", cluster_id=cluster_id)
        actions.free_credited_periods(cluster, credit_note_ids=invoice_ids, actor=actor, at=timezone.now())


@jobs.task("membership.commit_import")
def commit_import(cluster_id: int, run_id: int) -> None:
    """Write a rehearsed file down batch by batch; a killed worker leaves whole batches behind, and the next one goes on."""
    with scope(cluster=Cluster.objects.get(pk=cluster_id)):
        run = ImportRun.objects.get(pk=run_id)
        while actions.commit_import(run, actor=Actor.system(f"import ({run.by})", cluster_id=cluster_id), at=timezone.now()):
            pass


@jobs.task("membership.follow_merger")
def follow_merger(cluster_id: int, merger_id: int) -> None:
    """Follow a merger of organisations with their memberships."""
    with scope(cluster=Cluster.objects.get(pk=cluster_id)):
        merger = Merger.objects.select_related("cluster").get(pk=merger_id)
        actions.follow_merger(merger, actor=Actor.system("mergers", cluster_id=cluster_id), at=timezone.now())


@jobs.task("membership.undo_merger")
def undo_merger(cluster_id: int, merger_id: int) -> None:
    """Restore memberships when a merger was undone."""
    with scope(cluster=Cluster.objects.get(pk=cluster_id)):
        merger = Merger.objects.select_related("cluster").get(pk=merger_id)
        actions.undo_merger(merger, actor=Actor.system("mergers", cluster_id=cluster_id), at=timezone.now())


@jobs.task("membership.review_benefits")
def review_benefits(cluster_id: int | None = None, **_: object) -> None:
    """Suspend and restore benefits in one cluster, when somebody paid, or in all of them, once a day."""
    clusters = Cluster.objects.order_by("pk") if cluster_id is None else Cluster.objects.filter(pk=cluster_id)
    now = timezone.now()
    for cluster in clusters:
        with scope(cluster=cluster):
            actions.review_benefits(cluster, on=day_of(now), actor=Actor.system("arrears", cluster_id=cluster.pk), at=now)
