"""Undo the merger of two organisations and of their memberships in one go."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory.actions import reverse_merger
from klynge.directory.models import Merger
from klynge.membership import policies
from klynge.membership.actions.undo_merger import undo_merger


@transaction.atomic
def unmerge_members(merger: Merger, *, actor: Actor, at: datetime) -> Merger:
    """Give the loser back its people, roles, subsidiaries and membership. Raises: Refused, Conflict as reverse_merger does; then nothing is kept."""
    require(policies.may_end(actor, merger.cluster))
    reversed_merger = reverse_merger(merger, actor=actor, at=at)
    undo_merger(reversed_merger, actor=actor, at=at)  # the announcement's listener finds it done
    facts = {"survivor": merger.survivor.name, "merger": merger.pk}
    record(actor, "membership.members.unmerged", merger.loser, at=at, cluster_id=merger.cluster_id, **facts)
    return reversed_merger
