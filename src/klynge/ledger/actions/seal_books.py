"""Seal the books and the audit trail together."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record, seal_stream
from klynge.audit.models import Seal
from klynge.ledger import policies
from klynge.ledger.queries import BOOKS


@transaction.atomic
def seal_books(cluster: Cluster, *, actor: Actor, at: datetime) -> Seal | None:
    """Seal what was posted and recorded since the last time; return the seal of the audit trail.

    Raises: Refused; OperationalError when something is being written for so long that it must be tried later.
    """
    require(policies.may_close(actor, cluster))
    seal = seal_stream(cluster, stream=BOOKS, actor=actor, at=at)
    if seal:
        record(actor, "ledger.books.sealed", seal, at=at, rows=seal.rows)
    return seal_stream(cluster, actor=actor, at=at)
