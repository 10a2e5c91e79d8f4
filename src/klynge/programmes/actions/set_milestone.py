"""Say what is to be reached, and by when."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.core.texts import no_longer_than
from klynge.programmes import policies
from klynge.programmes.models import Milestone, Programme


@transaction.atomic
def set_milestone(programme: Programme, *, name: str, phase: str = "", due_on: date, actor: Actor, at: datetime) -> Milestone:
    """Add a milestone. Raises: Refused; Invalid without a name, or for a day outside the programme."""
    require(policies.may_manage(actor, programme.cluster))
    name, phase = no_longer_than(160, name, field="name"), no_longer_than(80, phase, field="phase")
    if not name:
        raise Invalid(_("Write what is to be reached."), field="name")
    if not programme.starts_on <= due_on <= programme.ends_on:
        raise Invalid(_("This day is outside the programme."), field="due_on")
    milestone: Milestone = Milestone.objects.create(cluster=programme.cluster, programme=programme, name=name, phase=phase, due_on=due_on)
    record(actor, "programmes.milestone.set", programme, at=at, name=name, due_on=due_on.isoformat())
    return milestone
