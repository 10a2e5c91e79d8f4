"""Write down what became of a try to deliver an e-invoice."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import DeliveryEvent, DeliveryStatus, EInvoiceDelivery
from klynge.billing.rules.einvoice.answers import BETWEEN_QUESTIONS, LAST_QUESTION, Answer, pause


@transaction.atomic
def record_delivery(delivery: EInvoiceDelivery, *, answer: Answer, actor: Actor, at: datetime) -> EInvoiceDelivery:
    """Set the delivery's status and its next try by the answer, and keep the words in its log.

    An answer to a document that is settled meanwhile changes nothing. Raises: Refused.
    """
    require(policies.may_record_delivery(actor, delivery.cluster_id))
    was = EInvoiceDelivery.objects.select_for_update(of=("self",)).select_related("invoice").get(pk=delivery.pk)
    if was.status not in (DeliveryStatus.WAITING, DeliveryStatus.SENT):
        return was
    before = was.status

    if before == DeliveryStatus.SENT:
        _follow(was, answer, at)
    else:
        _try(was, answer, at)
    was.save(update_fields=["status", "attempts", "remote", "next_try_at"])
    if was.status != before or was.status == DeliveryStatus.WAITING:
        words = (
            _("Given up. %s") % answer.words
            if was.status == DeliveryStatus.FAILED and answer.status == DeliveryStatus.WAITING
            else answer.words
        )
        DeliveryEvent.objects.create(delivery=was, at=at, status=was.status, words=words)
    if was.status != before:
        record(actor, f"billing.einvoice.{was.status}", was.invoice, at=at, words=answer.words[:300])
    return was


def _try(delivery: EInvoiceDelivery, answer: Answer, at: datetime) -> None:
    delivery.attempts += 1
    delivery.remote = answer.remote[:500]
    wait = pause(delivery.attempts)
    if answer.status != DeliveryStatus.WAITING:
        delivery.status = DeliveryStatus(answer.status)
        delivery.next_try_at = at + BETWEEN_QUESTIONS if answer.status == DeliveryStatus.SENT and _can_be_asked(delivery) else None
    elif wait is None:
        delivery.status, delivery.next_try_at = DeliveryStatus.FAILED, None
    else:
        delivery.next_try_at = at + wait


def _follow(delivery: EInvoiceDelivery, answer: Answer, at: datetime) -> None:
    """Go on asking for two months; then what was sent stays sent."""
    delivery.status = DeliveryStatus(answer.status)
    is_over = at - delivery.created_at > LAST_QUESTION
    delivery.next_try_at = None if delivery.status != DeliveryStatus.SENT or is_over else at + BETWEEN_QUESTIONS


def _can_be_asked(delivery: EInvoiceDelivery) -> bool:
    return delivery.remote.startswith(("http://", "https://"))
