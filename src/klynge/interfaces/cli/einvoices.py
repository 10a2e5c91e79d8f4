"""``klynge invoices xml | send``: e-invoices written to a file, and sent on their way."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import override
from django_scopes import scope

from klynge.access.models import Cluster
from klynge.billing import actions
from klynge.billing.models import Invoice
from klynge.billing.queries.delivering import deliveries_of, waiting_deliveries
from klynge.billing.queries.einvoicing import einvoice_xml, xml_name
from klynge.billing.tasks import send_einvoices
from klynge.billing.tasks.channels import current_channel

from .frame import Output, leaf, operator, the_cluster

Find = Callable[[Cluster, str], Invoice]


def register(invoices: Any, find: Find) -> None:
    """Add ``xml`` and ``send`` to the invoices; ``find`` gets one by its number or refuses."""
    writing = leaf(invoices, "xml", "Write an invoice as an e-invoice (Peppol BIS Billing 3.0)", lambda options: xml(options, find))
    writing.add_argument("number")
    writing.add_argument("-o", "--output", help="the file (default: named after the invoice, in this folder)")
    sending = leaf(invoices, "send", "Send the e-invoices that wait, or one again", lambda options: send(options, find))
    sending.add_argument("number", nargs="?", help="send this one, also when it was sent before")
    sending.add_argument("--commit", action="store_true", help="do it; without this it says what would be sent")


def xml(options: argparse.Namespace, find: Find) -> Output:
    """Write the XML to a file; what stands in the way is refused in words."""
    cluster = the_cluster(options)
    with scope(cluster=cluster):
        invoice = find(cluster, options.number)
        content = einvoice_xml(invoice)
    path = Path(options.output or xml_name(invoice))
    path.write_bytes(content)
    return Output({"number": invoice.number, "file": str(path), "bytes": len(content)}, [f"{invoice.number} is in {path}."])


def send(options: argparse.Namespace, find: Find) -> Output:
    """Send what is due, here and now, and say how each got on."""
    cluster = the_cluster(options)
    with scope(cluster=cluster), override(cluster.locale):
        one = find(cluster, options.number) if options.number else None
        waiting = [one] if one else [delivery.invoice for delivery in waiting_deliveries(cluster)]
        if not options.commit:
            numbers = [invoice.number for invoice in waiting]
            lines = [*(numbers or ["No e-invoice waits."]), "This was a rehearsal: nothing is sent. Add --commit to do it."]
            return Output({"waiting": numbers, "committed": False}, lines)
        if one:
            actions.send_einvoice(one, channel=current_channel(), actor=operator(cluster), at=timezone.now())
    send_einvoices(cluster.pk)
    with scope(cluster=cluster):
        sent = [_facts(invoice) for invoice in waiting]
    words = [f"{row['number']}  {row['status']}  {row['words']}" for row in sent]
    return Output({"sent": sent, "committed": True}, words or ["No e-invoice waits."])


def _facts(invoice: Invoice) -> dict[str, str]:
    delivery = list(deliveries_of(invoice))[-1]
    events = list(delivery.events.all())
    return {"number": invoice.number, "status": delivery.status, "channel": delivery.channel, "words": events[-1].words if events else ""}
