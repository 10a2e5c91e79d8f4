"""E-invoices in the background: each is handed over outside any transaction, and then written down."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection
from django.utils import timezone
from django.utils.translation import override
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.billing import actions
from klynge.billing.models import DeliveryStatus, EInvoiceDelivery
from klynge.billing.queries.delivering import due_deliveries, einvoice_obstacles
from klynge.billing.queries.einvoicing import einvoice, xml_name
from klynge.billing.rules.einvoice import FORMATS, PEPPOL
from klynge.billing.rules.einvoice.answers import FAILED, WAITING, Answer
from klynge.core import jobs

from .channels import Parcel, current_channel, way

LOCK = 7_305_002  # the first half of the lock that one delivery is held by; the second is its id


@jobs.task("billing.prepare_einvoices")
def prepare_einvoices(cluster_id: int, invoice_ids: list[int], **_: object) -> None:
    """Let what was just issued to those who get e-invoices wait for its delivery; safe to run twice."""
    cluster = Cluster.objects.get(pk=cluster_id)
    with scope(cluster=cluster), override(cluster.locale):
        actions.prepare_einvoices(cluster, invoice_ids=invoice_ids, channel=current_channel(), actor=_actor(cluster), at=timezone.now())


@jobs.task("billing.send_einvoices")
def send_einvoices(cluster_id: int, **_: object) -> None:
    """Send what is due, and ask for what was sent; safe to run twice, beside itself, and to be killed anywhere."""
    cluster = Cluster.objects.get(pk=cluster_id)
    with scope(cluster=cluster), override(cluster.locale):
        for pk in list(due_deliveries(cluster, at=timezone.now()).values_list("pk", flat=True)):
            with _alone(pk) as is_mine:
                answer = _deliver(cluster, pk, timezone.now()) if is_mine else None
            if answer and answer.status == WAITING:
                break  # the other end is in trouble: the rest would meet the same, and waits for the next round


@jobs.task("billing.send_waiting_einvoices", tries=1)
def send_waiting_einvoices() -> None:
    """Go through the clusters that have something due."""
    for cluster in Cluster.objects.order_by("pk"):
        send_einvoices(cluster.pk)


def _deliver(cluster: Cluster, pk: int, at: datetime) -> Answer | None:
    """Hand one over, if it still is due now that nobody else can."""
    delivery = due_deliveries(cluster, at=at).filter(pk=pk).first()
    if delivery is None:
        return None
    is_sent = delivery.status == DeliveryStatus.SENT
    answer = way(delivery.channel).ask(delivery.remote) if is_sent else _handed_over(delivery)
    actions.record_delivery(delivery, answer=answer, actor=_actor(cluster), at=timezone.now())
    return answer


def _handed_over(delivery: EInvoiceDelivery) -> Answer:
    invoice = delivery.invoice
    if obstacles := einvoice_obstacles(invoice):
        return Answer(FAILED, " ".join(obstacles))
    form = FORMATS[PEPPOL]
    content = form.write(einvoice(invoice))
    return way(delivery.channel).send(Parcel(str(delivery.message_id), invoice.cluster.slug, xml_name(invoice), content, form.content_type))


@contextmanager
def _alone(pk: int) -> Iterator[bool]:
    """Hold the delivery for this process; a killed process lets go by dying, and the next one finds it as it was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, pk % 2**31])
        is_mine = cursor.fetchone()[0]
    try:
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, pk % 2**31])


def _actor(cluster: Cluster) -> Actor:
    return Actor.system("e-invoices", cluster_id=cluster.pk)
