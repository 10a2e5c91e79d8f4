"""Hand the next message over, and write down what came of it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.webhooks import policies
from klynge.webhooks.models import Delivery, DeliveryState, Endpoint, Try
from klynge.webhooks.queries.endpoints import keys_at
from klynge.webhooks.rules.retrying import pause_after
from klynge.webhooks.rules.signing import signatures

PATIENCE = timedelta(days=5)  # after so long without one success an endpoint rests


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; ``status`` is None when nothing did."""

    status: int | None
    said: str
    milliseconds: int

    @property
    def is_good(self) -> bool:
        """Whether the message has arrived."""
        return self.status is not None and 200 <= self.status < 300


Post = Callable[[str, Mapping[str, str], bytes], Answer]


@transaction.atomic
def send_delivery(endpoint: Endpoint, *, post: Post, actor: Actor, at: datetime) -> Answer | None:
    """Send the endpoint's next due message; None when there is none, or the endpoint rests.

    The row stays locked while the other side answers and the answer is committed with it: nobody else sends it meanwhile; killed in the midst,
    it is sent again with the same identity. Raises: Refused.
    """
    require(policies.may_tell(actor, endpoint.cluster))
    endpoint = Endpoint.objects.select_related("cluster").get(pk=endpoint.pk)
    due = Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.WAITING, next_at__lte=at).order_by("next_at", "pk")
    delivery = None if endpoint.paused_at or endpoint.removed_at else due.select_for_update(of=("self",), skip_locked=True).first()
    if delivery is None:
        return None
    answer = post(endpoint.url, *_signed(endpoint, delivery, at))
    Try.objects.create(delivery=delivery, at=at, status=answer.status, milliseconds=answer.milliseconds, said=answer.said[:300])
    delivery.tries += 1
    pause = None if answer.is_good else pause_after(delivery.tries, spread=delivery.pk)
    delivery.state = DeliveryState.DELIVERED if answer.is_good else DeliveryState.WAITING if pause else DeliveryState.FAILED
    delivery.next_at = at + pause if pause else None
    delivery.save(update_fields=["tries", "state", "next_at"])
    _judge(endpoint, answer, actor, at)
    return answer


def _signed(endpoint: Endpoint, delivery: Delivery, at: datetime) -> tuple[dict[str, str], bytes]:
    body, moment = json.dumps(delivery.payload, ensure_ascii=False, separators=(",", ":")).encode(), int(at.timestamp())
    signed = signatures(body, message_id=delivery.message_id, timestamp=moment, keys=keys_at(endpoint, at))
    return {"webhook-id": delivery.message_id, "webhook-timestamp": str(moment), "webhook-signature": signed}, body


def _judge(endpoint: Endpoint, answer: Answer, actor: Actor, at: datetime) -> None:
    """Note since when it fails; one that is gone (410), or fails too long, rests until somebody lets it go on."""
    endpoint = Endpoint.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=endpoint.pk)
    since = None if answer.is_good else endpoint.failing_since or at
    reason = ""
    if answer.status == 410:
        reason = _("The address says that it is gone for good (410).")
    elif since is not None and at - since >= PATIENCE:
        reason = _("Nothing has got through for %d days.") % PATIENCE.days
    if reason and endpoint.paused_at is None:
        endpoint.paused_at, endpoint.pause_reason = at, reason
        record(actor, "webhooks.endpoint.rests", endpoint, at=at, reason=reason)
    endpoint.failing_since = since
    endpoint.save(update_fields=["failing_since", "paused_at", "pause_reason"])
