"""Jobs of the webhooks room."""

from django.utils import timezone
from django.utils.translation import override
from django_scopes import scope, scopes_disabled

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.core import jobs
from klynge.webhooks import actions
from klynge.webhooks.models import Delivery, DeliveryState, Endpoint

from .posting import post

A_ROUND = 500  # messages to one endpoint before others have their turn


@jobs.task("webhooks.tell_all", tries=1)
def tell_all() -> None:
    """Gather what happened, and let what is due leave, for every endpoint on its own: a slow one holds up nobody else."""
    with scopes_disabled():
        found = list(Endpoint.objects.filter(removed_at__isnull=True).select_related("cluster").order_by("pk"))
    for endpoint in found:
        actor, now = Actor.system("webhooks", cluster_id=endpoint.cluster_id), timezone.now()
        with scope(cluster=endpoint.cluster):
            actions.gather_messages(endpoint, actor=actor, at=now)
            is_due = Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.WAITING, next_at__lte=now).exists()
        facts = {"cluster_id": endpoint.cluster_id, "endpoint_id": endpoint.pk}
        if is_due and endpoint.paused_at is None and not jobs.is_pending("webhooks.send", **facts):
            jobs.enqueue("webhooks.send", **facts)


@jobs.task("webhooks.send", tries=1)
def send(cluster_id: int, endpoint_id: int) -> None:
    """Send what is due to one endpoint, each in its own transaction, until one does not get through."""
    cluster = Cluster.objects.get(pk=cluster_id)
    with scope(cluster=cluster), override(cluster.locale):
        endpoint, actor = Endpoint.objects.select_related("cluster").get(pk=endpoint_id), Actor.system("webhooks", cluster_id=cluster_id)
        for _message in range(A_ROUND):
            answer = actions.send_delivery(endpoint, post=post, actor=actor, at=timezone.now())
            if answer is None or not answer.is_good:
                return
