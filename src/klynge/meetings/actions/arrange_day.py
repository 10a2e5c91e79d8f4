"""Begin a meeting day."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.meetings import policies
from klynge.meetings.models import MeetingDay


@transaction.atomic
def arrange_day(
    cluster: Cluster,
    *,
    title: dict[str, str],
    held_on: date,
    place: str,
    tables: int,
    mode: str,
    needs_both: bool,
    actor: Actor,
    at: datetime,
) -> MeetingDay:
    """Begin a day as a draft. Raises: Refused, Invalid without a title."""
    require(policies.may_arrange(actor, cluster))
    if not any(title.values()):
        raise Invalid(_("Give the day a title."), field="title_da")
    facts = {"place": place, "held_on": held_on, "tables": tables, "mode": mode, "needs_both": needs_both}
    day = MeetingDay.objects.create(cluster=cluster, title=title, arranged_at=at, **facts)
    record(actor, "meetings.day.arranged", day, at=at, held_on=held_on.isoformat())
    return day
