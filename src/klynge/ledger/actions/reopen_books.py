"""Open closed days of the books again, with a reason."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.ledger import policies
from klynge.ledger.models import Closing
from klynge.ledger.queries import closed_through, hold


@transaction.atomic
def reopen_books(cluster: Cluster, *, through_on: date, reason: str, actor: Actor, at: datetime) -> Closing:
    """Let the books stay closed through ``through_on`` only; what was booked is untouched.

    Raises: Refused (an administrator's alone), Invalid without a reason, or when those days are open already.
    """
    require(policies.may_reopen(actor, cluster))
    hold(cluster)
    if not reason.strip():
        raise Invalid(_("Say why the books are opened again; the auditor will ask."), field="reason")
    closed = closed_through(cluster)
    if closed is None or through_on >= closed:
        raise Invalid(_("Those days are open already. Give a day before the last closed one."), field="through_on")

    closing: Closing = Closing.objects.create(cluster=cluster, through_on=through_on, reason=reason.strip()[:300], closed_at=at)
    record(actor, "ledger.books.reopened", closing, at=at, through_on=str(through_on), before=str(closed), reason=closing.reason)
    return closing
