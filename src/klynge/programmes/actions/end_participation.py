"""A company leaves a programme."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.errors import Conflict
from klynge.programmes import policies
from klynge.programmes.models import Participation


@transaction.atomic
def end_participation(participation: Participation, *, on: date, actor: Actor, at: datetime) -> Participation:
    """End it on the day; the aid stays, since the right to it was given. Raises: Refused; Conflict when it has ended."""
    require(policies.may_decide(actor, participation.cluster))
    participation = (
        Participation.objects.select_for_update(of=("self",)).select_related("organisation", "programme").get(pk=participation.pk)
    )
    if participation.ended_on is not None:
        raise Conflict(_("This has ended already."))
    participation.ended_on = on
    participation.save(update_fields=["ended_on"])
    record(actor, "programmes.participation.ended", participation, at=at, on=on.isoformat())
    jobs.announce("programmes.seats_changed", cluster_id=participation.cluster_id)
    return participation
