"""Let an edition leave by itself at a moment."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.newsletters import policies
from klynge.newsletters.models import Edition
from klynge.newsletters.queries.editions import locked_edition


@transaction.atomic
def schedule_edition(edition: Edition, *, send_at: datetime | None, site: str, actor: Actor, at: datetime) -> Edition:
    """Keep when it leaves, or None to hold it back again. Raises: Refused; Invalid for a moment that is over; Conflict when it has left."""
    require(policies.may_write(actor, edition.cluster))
    edition = locked_edition(edition)
    if send_at is not None and send_at <= at:
        raise Invalid(_("This moment is over. Choose a later one, or let it leave now."), field="send_at")
    edition.send_at, edition.site = send_at, site
    edition.save(update_fields=["send_at", "site"])
    record(actor, "newsletters.edition.scheduled", edition, at=at, send_at=send_at.isoformat() if send_at else "")
    return edition
