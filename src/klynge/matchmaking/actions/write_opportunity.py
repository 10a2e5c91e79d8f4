"""Draft an offer, a request or an idea."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Invalid
from klynge.directory.models import Organisation
from klynge.matchmaking import policies
from klynge.matchmaking.models import Opportunity
from klynge.matchmaking.queries.matches import is_member
from klynge.matchmaking.queries.opportunities import cleaned, contact_for


@transaction.atomic
def write_opportunity(organisation: Organisation, *, cluster: Cluster, facts: Mapping[str, Any], actor: Actor, at: datetime) -> Opportunity:
    """Keep it as a draft that only the company and the office see; whoever writes it is its contact. Raises: Refused, Invalid."""
    require(policies.may_offer_for(actor, cluster, organisation.pk))
    day = day_of(at)
    if not is_member(organisation.pk, cluster=cluster, on=day):
        raise Invalid(_("%s is no member now. Members offer and seek.") % organisation.name)
    made = Opportunity.objects.create(
        cluster=cluster, organisation=organisation, contact=contact_for(organisation, actor.user_id, on=day),
        changed_at=at, changed_by=actor.name[:120], **cleaned(cluster, facts, on=day),
    )  # fmt: skip
    record(actor, "matchmaking.opportunity.written", made, at=at, kind=made.kind, organisation=organisation.name)
    return made
