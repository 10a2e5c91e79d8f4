"""Close the books through a day, so that nothing is booked on or before it any more."""

from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record, seal_stream
from klynge.core.clock import day_of
from klynge.core.errors import Invalid
from klynge.ledger import policies
from klynge.ledger.models import Closing
from klynge.ledger.queries import BOOKS, closed_through, hold


@transaction.atomic
def close_books(cluster: Cluster, *, through_on: date, actor: Actor, at: datetime) -> Closing:
    """Close the books through the day, and seal them and the audit trail.

    Raises: Refused, Invalid for a day that is not over or is closed already.
    """
    require(policies.may_close(actor, cluster))
    hold(cluster)
    if through_on >= day_of(at):
        raise Invalid(_("Only days that are over can be closed. Give a day before today."), field="through_on")
    closed = closed_through(cluster)
    if closed is not None and through_on <= closed:
        raise Invalid(_("The books are closed through %s already.") % date_format(closed, "SHORT_DATE_FORMAT"), field="through_on")

    closing: Closing = Closing.objects.create(cluster=cluster, through_on=through_on, closed_at=at)
    seal_stream(cluster, stream=BOOKS, actor=actor, at=at)
    record(actor, "ledger.books.closed", closing, at=at, through_on=str(through_on))
    seal_stream(cluster, actor=actor, at=at)
    return closing
