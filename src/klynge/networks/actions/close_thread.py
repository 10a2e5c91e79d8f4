"""Close a discussion, or open it again."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.networks import policies
from klynge.networks.models import Thread


@transaction.atomic
def close_thread(thread: Thread, *, is_closed: bool = True, actor: Actor, at: datetime) -> Thread:
    """Let nobody write in it any more, or let them again. Safe to run twice. Raises: Refused."""
    require(policies.may_run(actor, thread.network, on=day_of(at)))
    thread = Thread.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=thread.pk)
    if (thread.closed_at is not None) != is_closed:
        thread.closed_at = at if is_closed else None
        thread.save(update_fields=["closed_at"])
        record(actor, "networks.thread.closed" if is_closed else "networks.thread.reopened", thread, at=at)
    return thread
