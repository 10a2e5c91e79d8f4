"""Change what is said about a programme."""

from datetime import datetime
from typing import Any

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.programmes import policies
from klynge.programmes.models import Programme
from klynge.programmes.queries.planning import cleaned


@transaction.atomic
def change_programme(programme: Programme, *, facts: dict[str, Any], actor: Actor, at: datetime) -> Programme:
    """Write the facts; hours that are signed keep their rate, seats keep the aid they were confirmed with. Raises: Refused; Invalid."""
    require(policies.may_manage(actor, programme.cluster))
    programme = Programme.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=programme.pk)
    given = cleaned(programme.cluster, facts)
    changed = {name: [str(getattr(programme, name)), str(value)] for name, value in given.items() if getattr(programme, name) != value}
    for name, value in given.items():
        setattr(programme, name, value)
    programme.save(update_fields=list(given))
    if changed:
        record(actor, "programmes.programme.changed", programme, at=at, **changed)
    return programme
