"""Confirm a declared size."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory import policies
from klynge.directory.models import SizeDeclaration


@transaction.atomic
def confirm_size(declaration: SizeDeclaration, *, actor: Actor, at: datetime) -> SizeDeclaration:
    """Confirm the declaration as it stands; one that is confirmed already stays so. Raises: Refused."""
    require(policies.may_declare_size(actor, declaration.organisation))
    declaration = SizeDeclaration.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=declaration.pk)
    if declaration.confirmed_at is None:
        declaration.confirmed_at, declaration.confirmed_by = at, actor.name
        declaration.save(update_fields=["confirmed_at", "confirmed_by"])
        facts = {"metric": declaration.metric, "low": declaration.low, "high": declaration.high, "as_of": declaration.as_of.isoformat()}
        record(actor, "directory.size.confirmed", declaration.organisation, at=at, **facts)
    return declaration
