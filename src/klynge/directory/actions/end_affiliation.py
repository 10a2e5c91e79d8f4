"""Say that a person no longer works at an organisation."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.core.ranges import span
from klynge.core.texts import say
from klynge.directory import policies
from klynge.directory.models import Affiliation, ContactRole, end_spans, refresh_search


@transaction.atomic
def end_affiliation(affiliation: Affiliation, *, on: date, actor: Actor, at: datetime) -> Affiliation:
    """End the affiliation: ``on`` is the first day no longer there; contact roles there end with it. Raises: Refused, Invalid."""
    require(policies.may_edit_people(actor, affiliation.organisation))
    affiliation = Affiliation.objects.select_for_update(of=("self",)).select_related("person", "organisation").get(pk=affiliation.pk)
    if on <= affiliation.during.lower:
        raise Invalid(_("The last day must come after the first, %s.") % say(affiliation.during.lower), field="on")

    affiliation.during = span(affiliation.during.lower, on)
    affiliation.save(update_fields=["during"])
    roles = ContactRole.objects.filter(cluster_id=actor.cluster_id, organisation=affiliation.organisation, person=affiliation.person)
    ended = end_spans(roles, on)
    refresh_search([affiliation.organisation_id], person_ids=[affiliation.person_id])
    facts = {"organisation": affiliation.organisation.name, "on": on.isoformat(), "roles_ended": ended}
    record(actor, "directory.person.left", affiliation.person, at=at, **facts)
    return affiliation
