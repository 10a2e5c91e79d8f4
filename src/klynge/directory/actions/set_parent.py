"""Say which company owns an organisation, from a day."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.core.ranges import span
from klynge.directory import policies
from klynge.directory.models import Organisation, Ownership
from klynge.directory.queries.organisations import owners_of


@transaction.atomic
def set_parent(organisation: Organisation, *, parent: Organisation | None, from_on: date, actor: Actor, at: datetime) -> Ownership | None:
    """End the present ownership on the day and begin the new one; no parent means independent from then. Raises: Refused, Invalid."""
    require(policies.may_edit(actor, organisation))
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if parent and (parent.pk == organisation.pk or organisation.pk in owners_of(parent, on_day=from_on)):
        raise Invalid(_("%s can't own itself, also not by way of others.") % organisation.name, field="parent")
    if Ownership.objects.filter(organisation=organisation, during__startswith__gt=from_on).exists():
        raise Invalid(_("An owner is recorded from a later day already. Choose a day after it."), field="from_on")

    former = Ownership.objects.filter(organisation=organisation, during__contains=from_on).select_related("parent").first()
    if former:
        _end(former, from_on)
    made = Ownership.objects.create(organisation=organisation, parent=parent, during=span(from_on)) if parent else None
    names = {"before": {"parent": former.parent.name if former else None}, "after": {"parent": parent.name if parent else None}}
    record(actor, "directory.organisation.changed", organisation, at=at, from_on=from_on.isoformat(), **names)
    return made


def _end(former: Ownership, on: date) -> None:
    if former.during.lower == on:
        former.delete()
    else:
        former.during = span(former.during.lower, on)
        former.save(update_fields=["during"])
