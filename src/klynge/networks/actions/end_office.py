"""Somebody does not lead a network any more."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid
from klynge.core.ranges import span
from klynge.networks import policies
from klynge.networks.models import Officer


@transaction.atomic
def end_office(officer: Officer, *, on: date, actor: Actor, at: datetime) -> Officer:
    """End it on the day, the first without it. Raises: Refused; Invalid for a day before it began; Conflict when it has ended."""
    require(policies.may_manage(actor, officer.cluster))
    officer = Officer.objects.select_for_update(of=("self",)).select_related("network", "person").get(pk=officer.pk)
    if officer.during.upper is not None:
        raise Conflict(_("This has ended already."))
    if on <= officer.during.lower:
        raise Invalid(_("It began later than that."), field="on")
    officer.during = span(officer.during.lower, on)
    officer.save(update_fields=["during"])
    record(actor, "networks.officer.ended", officer.network, at=at, person=officer.person.name, office=officer.office, on=on.isoformat())
    return officer
