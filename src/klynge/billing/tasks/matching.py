"""The bank's entries find what they pay, in the background."""

from django.utils import timezone
from django.utils.translation import override
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.billing import actions
from klynge.core import jobs


@jobs.task("billing.match_entries")
def match_entries(cluster_id: int, **_: object) -> None:
    """Go through what is undecided; safe to run twice, beside itself, and to be killed anywhere."""
    cluster = Cluster.objects.get(pk=cluster_id)
    with scope(cluster=cluster), override(cluster.locale):
        actions.match_entries(cluster, actor=Actor.system("bank matching", cluster_id=cluster_id), at=timezone.now())
