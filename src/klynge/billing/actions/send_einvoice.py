"""Let one document wait for its delivery: because somebody asks for it, or once more."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import DeliveryEvent, DeliveryStatus, EInvoiceDelivery, Invoice
from klynge.billing.queries.delivering import einvoice_obstacles
from klynge.core import jobs
from klynge.core.errors import Conflict, Invalid


@transaction.atomic
def send_einvoice(invoice: Invoice, *, channel: str, actor: Actor, at: datetime) -> EInvoiceDelivery:
    """Put the document's delivery on the channel among those waiting, with the message id that it has; it leaves in the background.

    Raises: Refused, Invalid with what must be mended first, Conflict when it waits already or the receiver has accepted it.
    """
    require(policies.may_send_einvoices(actor, invoice.cluster))
    invoice = (
        Invoice.objects.select_for_update(of=("self",), no_key=True).select_related("cluster", "credits", "organisation").get(pk=invoice.pk)
    )
    if obstacles := einvoice_obstacles(invoice):
        raise Invalid(" ".join(obstacles))
    delivery = EInvoiceDelivery.objects.select_for_update(of=("self",)).filter(invoice=invoice, channel=channel).first()
    if delivery and delivery.status == DeliveryStatus.ACCEPTED:
        raise Conflict(_("The receiver has accepted %s already.") % invoice.number)
    if delivery and delivery.status == DeliveryStatus.WAITING and delivery.next_try_at and delivery.next_try_at <= at:
        raise Conflict(_("%s is about to be sent already.") % invoice.number)

    if delivery is None:
        delivery = EInvoiceDelivery(cluster=invoice.cluster, invoice=invoice, channel=channel, message_id=uuid4(), created_at=at)
    delivery.status, delivery.attempts, delivery.next_try_at = DeliveryStatus.WAITING, 0, at
    delivery.save()
    DeliveryEvent.objects.create(delivery=delivery, at=at, status=DeliveryStatus.WAITING, words=_("Asked for by %s.") % actor.name)
    record(actor, "billing.einvoice.asked", invoice, at=at, channel=channel)
    jobs.announce("billing.einvoices_waiting", cluster_id=invoice.cluster_id)
    return delivery
