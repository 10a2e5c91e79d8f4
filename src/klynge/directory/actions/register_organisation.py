"""Add an organisation to what a cluster knows."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.directory import policies
from klynge.directory.models import Listing, Organisation, refresh_search
from klynge.directory.queries.organisations import with_number
from klynge.directory.queries.wording import refuse, refuse_dates
from klynge.directory.rules.checking import Problem, clean_organisation, new_organisation


@transaction.atomic
def register_organisation(cluster: Cluster, *, actor: Actor, at: datetime, external_id: str = "", **facts: Any) -> Organisation:
    """Register an organisation and list it; one whose registration number is in the shared registry is listed as it stands.

    ``facts`` are fields of Organisation. Raises: Refused, Invalid, Conflict when the cluster lists it already.
    """
    require(policies.may_register(actor, cluster))
    cleaned, problems = clean_organisation(facts)
    if not cleaned.get("name") and not any(problem.field == "name" for problem in problems):
        problems.append(Problem("name", "required"))
    refuse(problems)
    cleaned = new_organisation(cleaned)
    refuse_dates(cleaned.get("founded_on"), cleaned.get("dissolved_on"))

    organisation = with_number(cleaned.get("country", "DK"), cleaned.get("cvr", "")) or Organisation.objects.create(**cleaned)
    if Listing.objects.filter(cluster=cluster, organisation=organisation).exists():
        raise Conflict(
            _("%(name)s is known here already, under CVR number %(cvr)s.") % {"name": organisation.name, "cvr": organisation.cvr}
        )
    Listing.objects.create(cluster=cluster, organisation=organisation, external_id=external_id, listed_at=at)
    refresh_search([organisation.pk])
    record(actor, "directory.organisation.registered", organisation, at=at, cluster_id=cluster.pk)
    return organisation
