"""Count that a reader followed a link."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.newsletters import policies
from klynge.newsletters.models import Click, EditionReader


@transaction.atomic
def count_click(reader: EditionReader, *, url: str, actor: Actor, at: datetime) -> Click | None:
    """Keep it, unless the reader has taken the yes to being counted back meanwhile. Raises: Refused."""
    require(policies.may_serve(actor, reader.cluster))
    if reader.subscription.clicks_agreed_at is None:
        return None
    click: Click = Click.objects.create(cluster=reader.cluster, reader=reader, url=url[:500], at=at)
    return click
