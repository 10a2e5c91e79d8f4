"""Keep what came of taking part."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Invalid
from klynge.core.texts import no_longer_than
from klynge.programmes import policies
from klynge.programmes.models import Outcome, OutcomeKind, Participation


@transaction.atomic
def record_outcome(participation: Participation, *, kind: str, text: str, actor: Actor, at: datetime) -> Outcome:
    """Keep it in the company's own words. Raises: Refused; Invalid with the field."""
    require(policies.may_take_part(actor, participation.cluster, organisation_id=participation.organisation_id))
    text = no_longer_than(500, text, field="text")
    if kind not in OutcomeKind.values:
        raise Invalid(_("Choose one of the list."), field="kind")
    if not text:
        raise Invalid(_("Write what came of it."), field="text")
    outcome: Outcome = Outcome.objects.create(
        cluster=participation.cluster, participation=participation, kind=kind, text=text, noted_on=day_of(at), noted_by=actor.name[:120]
    )
    record(actor, "programmes.outcome.recorded", participation, at=at, kind=kind)
    return outcome
