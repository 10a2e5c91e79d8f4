"""``klynge webhooks``: which programs are told, and what did not get through."""

import argparse
from typing import Any

from django_scopes import scope

from klynge.core.errors import Invalid
from klynge.webhooks.actions import resend_delivery
from klynge.webhooks.models import Delivery, DeliveryState, Endpoint

from .frame import Output, group, leaf, operator, the_cluster, the_moment


def register(commands: Any) -> None:
    """Add ``webhooks list`` and ``webhooks resend``."""
    webhooks = group(commands, "webhooks", "Programs outside that are told what happens")
    leaf(webhooks, "list", "List the programs with what waits and what was given up", listed)
    sending = leaf(webhooks, "resend", "Send once more what was given up", resend)
    sending.add_argument("endpoint", type=int, help="its number, as webhooks list says it")
    sending.add_argument("--commit", action="store_true", help="do it; without this it says what would be sent")


def listed(options: argparse.Namespace) -> Output:
    """Print the programs."""
    with scope(cluster=the_cluster(options)):
        rows = [_row(each) for each in Endpoint.objects.filter(cluster=the_cluster(options), removed_at__isnull=True)]
    lines = [
        f"{row['endpoint']:>5}  {row['state']:<7}  {row['waiting']:>6} waiting  {row['failed']:>6} given up  {row['label']}  {row['url']}"
        for row in rows
    ]
    return Output(rows, lines or ["There is none."])


def resend(options: argparse.Namespace) -> Output:
    """Put what was given up back on its way. Raises: Invalid for a program that is not there."""
    cluster = the_cluster(options)
    with scope(cluster=cluster):
        endpoint = Endpoint.objects.filter(cluster=cluster, pk=options.endpoint, removed_at__isnull=True).first()
        if endpoint is None:
            raise Invalid(f"There is no program {options.endpoint}; see klynge webhooks list.", field="endpoint")
        found = list(
            Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.FAILED).select_related("endpoint__cluster").order_by("pk")
        )
        for each in found if options.commit else ():
            resend_delivery(each, actor=operator(cluster), at=the_moment(options))
    lines = [f"{each.message_id}  {each.topic}" for each in found] + [f"{len(found)} messages."]
    if not options.commit:
        lines.append("This was a rehearsal: nothing is sent. Add --commit to do it.")
    return Output({"messages": [each.message_id for each in found], "committed": options.commit}, lines)


def _row(endpoint: Endpoint) -> dict[str, Any]:
    deliveries = Delivery.objects.filter(endpoint=endpoint)
    return {
        "endpoint": endpoint.pk, "label": endpoint.label, "url": endpoint.url, "areas": endpoint.areas,
        "state": "rests" if endpoint.paused_at else "failing" if endpoint.failing_since else "runs",
        "waiting": deliveries.filter(state=DeliveryState.WAITING).count(), "failed": deliveries.filter(state=DeliveryState.FAILED).count(),
    }  # fmt: skip
