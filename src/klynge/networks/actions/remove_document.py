"""Take a paper away again."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.networks import policies
from klynge.networks.models import Document


@transaction.atomic
def remove_document(document: Document, *, actor: Actor, at: datetime) -> Document:
    """Show it to nobody any more; the file is kept as long as the log speaks of it. Safe to run twice. Raises: Refused."""
    require(policies.may_run(actor, document.network, on=day_of(at)))
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if document.removed_at is None:
        document.removed_at = at
        document.save(update_fields=["removed_at"])
        record(actor, "networks.document.removed", document, at=at)
    return document
