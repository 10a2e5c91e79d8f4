"""End what a person is to the cluster."""

from datetime import date, datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory import policies
from klynge.directory.models import ContactRole, end_spans


@transaction.atomic
def end_contact_role(role: ContactRole, *, on: date, actor: Actor, at: datetime) -> None:
    """End the role: ``on`` is the first day without it; one that began that day or later is taken away. Raises: Refused."""
    require(policies.may_register(actor, role.cluster) and policies.may_edit(actor, role.organisation))
    end_spans(ContactRole.objects.filter(pk=role.pk), on)
    facts = {"organisation": role.organisation.name, "role": role.kind, "on": on.isoformat()}
    record(actor, "directory.contact_role.ended", role.person, at=at, cluster_id=role.cluster_id, **facts)
