"""The bank's entries find what they pay, in the background."""

from django.utils import timezone
from django.utils.translation import override
from django_scopes import scope, scopes_disabled

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.banking.models import BankAccount
from klynge.billing import actions
from klynge.core import jobs


@jobs.task("billing.match_entries")
def match_entries(cluster_id: int, **_: object) -> None:
    """Go through what is undecided; safe to run twice, beside itself, and to be killed anywhere."""
    cluster = Cluster.objects.get(pk=cluster_id)
    with scope(cluster=cluster), override(cluster.locale):
        actions.match_entries(cluster, actor=Actor.system("bank matching", cluster_id=cluster_id), at=timezone.now())


@jobs.task("billing.match_all_entries", tries=1)
def match_all_entries() -> None:
    """Start the matching of each cluster that has a bank account, one job each."""
    with scopes_disabled():
        for cluster_id in BankAccount.objects.order_by("cluster_id").values_list("cluster_id", flat=True).distinct():
            jobs.enqueue("billing.match_entries", cluster_id=cluster_id)
