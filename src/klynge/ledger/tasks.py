"""What the books need by the clock."""

from django.db import OperationalError
from django.utils import timezone
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.core.jobs import task
from klynge.ledger import actions


@task("ledger.seal_books", tries=3)
def seal_books() -> None:
    """Seal the books of every cluster; one that is being written to just now fails the job, which is tried again, after the others are done."""
    busy: OperationalError | None = None
    for cluster in Cluster.objects.order_by("pk"):
        try:
            with scope(cluster=cluster):
                actions.seal_books(cluster, actor=Actor.system("nightly seal", cluster_id=cluster.pk), at=timezone.now())
        except OperationalError as fault:
            busy = fault
    if busy is not None:
        raise busy
