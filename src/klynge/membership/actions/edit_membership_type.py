"""Change what a kind of member is called, how it votes and whether it pays."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.membership import policies
from klynge.membership.models import MembershipType
from klynge.membership.queries.types import refuse_type


@transaction.atomic
def edit_membership_type(
    type: MembershipType, *, name: Mapping[str, str], votes: int, is_free: bool, actor: Actor, at: datetime
) -> MembershipType:
    """Change the type for all its members; dues that are charged already stay as they are, the code stays for ever. Raises: Refused, Invalid."""
    require(policies.may_set_types(actor, type.cluster))
    refuse_type(name, votes)
    kept = MembershipType.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=type.pk)
    after = {"name": dict(name), "votes": votes, "is_free": is_free}
    before = {fact: getattr(kept, fact) for fact in after}
    if before == after:
        return kept

    kept.name, kept.votes, kept.is_free = after["name"], votes, is_free
    kept.save(update_fields=list(after))
    record(actor, "membership.type.changed", kept, at=at, before=before, after=after)
    return kept
