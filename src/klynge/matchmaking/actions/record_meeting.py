"""Note that two companies met."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid
from klynge.directory.models import Organisation
from klynge.matchmaking import policies
from klynge.matchmaking.models import Match
from klynge.matchmaking.queries.matches import refuse_others


@transaction.atomic
def record_meeting(match: Match, *, organisation: Organisation, met_on: date, actor: Actor, at: datetime) -> Match:
    """Keep the day they met; the first report stands. Raises: Refused, Conflict before both have said yes, Invalid for a day ahead."""
    require(policies.may_offer_for(actor, match.cluster, organisation.pk))
    match = Match.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=match.pk)
    refuse_others(match, organisation)
    if match.mutual_at is None:
        raise Conflict(_("Both have to say yes first."))
    if met_on > day_of(at):
        raise Invalid(_("The day lies ahead. Come back when you have met."), field="met_on")
    if met_on < day_of(match.interested_at):
        raise Invalid(_("The day is before one of you said yes."), field="met_on")
    if match.met_at is None:
        match.met_at, match.met_on = at, met_on
        match.save(update_fields=["met_at", "met_on"])
        record(actor, "matchmaking.match.met", match, at=at, on=met_on.isoformat())
    return match
