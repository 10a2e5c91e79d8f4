"""Where the e-invoice of a document was sent, and what stands in its way."""

from typing import Any

from django.http import HttpRequest

from klynge.billing import policies
from klynge.billing.models import DeliveryStatus
from klynge.billing.queries.delivering import deliveries_of, einvoice_obstacles

TONES = {
    DeliveryStatus.WAITING: "accent",
    DeliveryStatus.SENT: "good",
    DeliveryStatus.ACCEPTED: "good",
    DeliveryStatus.REJECTED: "bad",
    DeliveryStatus.FAILED: "bad",
}


def einvoice_facts(request: HttpRequest, invoice: Any) -> dict[str, Any]:
    """Return what the page of one document shows of its e-invoice."""
    deliveries = [
        {
            "delivery": one,
            "tone": TONES[DeliveryStatus(one.status)],
            "events": [(event, TONES[DeliveryStatus(event.status)]) for event in one.events.all()],
        }
        for one in deliveries_of(invoice)
    ]
    obstacles = einvoice_obstacles(invoice)
    is_settled = any(row["delivery"].status in (DeliveryStatus.WAITING, DeliveryStatus.ACCEPTED) for row in deliveries)
    may_send = not obstacles and not is_settled and policies.may_send_einvoices(request.actor, request.cluster)
    return {"deliveries": deliveries, "obstacles": obstacles, "may_send_einvoice": may_send}
