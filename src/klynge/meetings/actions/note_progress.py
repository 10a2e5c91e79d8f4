"""Note what a search for a plan knows by now."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.meetings import policies
from klynge.meetings.models import Planning, Progress
from klynge.meetings.queries.instance import Instance
from klynge.meetings.rules.search import Step


@transaction.atomic
def note_progress(planning: Planning, *, instance: Instance, step: Step, actor: Actor, at: datetime) -> Progress:
    """Keep the step and the best slots so far, from which a search that is cut off goes on. Raises: Refused."""
    require(policies.may_search(actor, planning.day))
    if step.plan is not None:
        planning.pairs, planning.slots = [[pair.one, pair.other] for pair in instance.pairs], list(step.plan)
    planning.is_impossible = step.is_impossible
    planning.save(update_fields=["pairs", "slots", "is_impossible"])
    facts = {"score": asdict(step.score) if step.score else None, "proved": list(step.proved), "aim": step.aim, "bound": step.bound}
    if Progress.objects.filter(planning=planning).count() == 0:
        record(actor, "meetings.planning.begun", planning.day, at=at, missing=step.score.missing if step.score else None)
    return Progress.objects.create(planning=planning, noted_at=at, **facts)
