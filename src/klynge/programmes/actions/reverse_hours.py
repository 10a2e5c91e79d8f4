"""Take hours back: unsigned ones go, signed ones are reversed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.errors import Conflict
from klynge.programmes import policies
from klynge.programmes.models import Hours


@transaction.atomic
def reverse_hours(hours: Hours, *, actor: Actor, at: datetime) -> None:
    """Delete what nobody has signed; of what is signed add the opposite, at the same rate. Raises: Refused; Conflict when it is reversed already.

    The company takes back its own unsigned hours; what is signed is reversed by who signs.
    """
    own = hours.signed_at is None and policies.may_take_part(actor, hours.cluster, organisation_id=hours.participation.organisation_id)
    require(own or policies.may_sign(actor, hours.cluster))
    hours = Hours.objects.select_for_update(of=("self",)).select_related("participation__programme", "cluster").get(pk=hours.pk)
    if hours.reverses_id or Hours.objects.filter(reverses=hours).exists():
        raise Conflict(_("These hours are taken back already."))
    facts = {"minutes": hours.minutes, "on": hours.worked_on.isoformat(), "was_signed": hours.signed_at is not None}
    if hours.signed_at is None:
        hours.delete()
    else:
        require(policies.may_sign(actor, hours.cluster))  # somebody may have signed meanwhile
        Hours.objects.create(
            cluster=hours.cluster, participation=hours.participation, person_id=hours.person_id, worked_on=hours.worked_on, minutes=-hours.minutes,
            activity=hours.activity, noted_at=at, noted_by=actor.name[:120], rate_minor=hours.rate_minor, signed_at=at, signed_by=actor.name[:120],
            reverses=hours,
        )  # fmt: skip
    record(actor, "programmes.hours.reversed", hours.participation, at=at, **facts)
    jobs.announce("programmes.hours_signed", cluster_id=hours.cluster_id)
