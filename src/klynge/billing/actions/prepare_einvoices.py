"""Let the documents that go out as e-invoices wait for their delivery."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import DeliveryStatus, EInvoiceDelivery, Invoice
from klynge.billing.queries.einvoicing import sent_as_einvoice
from klynge.core import jobs


@transaction.atomic
def prepare_einvoices(cluster: Cluster, *, invoice_ids: Sequence[int], channel: str, actor: Actor, at: datetime) -> int:
    """Make one delivery for each document that is sent as an e-invoice, and return how many are new. Safe to run twice. Raises: Refused."""
    require(policies.may_issue(actor, cluster))
    # one at a time in a cluster: a second run of the job waits here and then finds them
    Cluster.objects.select_for_update(of=("self",), no_key=True).get(pk=cluster.pk)
    asked = sent_as_einvoice(Invoice.objects.filter(cluster=cluster, pk__in=invoice_ids))
    fresh = list(asked.filter(deliveries__isnull=True).order_by("id").values_list("pk", flat=True))
    if not fresh:
        return 0

    EInvoiceDelivery.objects.bulk_create(
        EInvoiceDelivery(
            cluster=cluster, invoice_id=pk, channel=channel, status=DeliveryStatus.WAITING, message_id=uuid4(), created_at=at, next_try_at=at
        )
        for pk in fresh
    )  # fmt: skip
    record(actor, "billing.einvoices.prepared", cluster, at=at, count=len(fresh))
    jobs.announce("billing.einvoices_waiting", cluster_id=cluster.pk)
    return len(fresh)
