"""Make a member one of another type."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid
from klynge.membership import policies
from klynge.membership.models import Membership, MembershipPeriod, MembershipType, Term
from klynge.membership.queries.memberships import type_on


@transaction.atomic
def change_membership_type(membership: Membership, *, type: MembershipType, from_term: Term, actor: Actor, at: datetime) -> MembershipType:
    """Change the type from a term that is still to come; choosing the type that it has anyway takes a planned change back.

    The membership stays one row: the running term keeps its type and its price. Raises: Refused, Invalid, Conflict when the term is billed.
    """
    require(policies.may_admit(actor, membership.cluster))
    membership = Membership.objects.select_for_update(of=("self",)).select_related("cluster", "organisation", "type").get(pk=membership.pk)
    starts_on = from_term.during.lower
    if type.cluster_id != membership.cluster_id or from_term.cluster_id != membership.cluster_id:
        raise Invalid(_("The type and the term have to be of the member's own cluster."), field="type")
    if starts_on <= day_of(at):
        raise Invalid(
            _("The term %s has begun, and a type changes only with a term to come. Choose a later one.") % from_term.label,
            field="from_term",
        )
    ends_on = membership.during.upper
    if membership.during.lower >= starts_on or (ends_on and ends_on <= starts_on):
        raise Invalid(_("The membership does not run into the term %s.") % from_term.label, field="from_term")
    if MembershipPeriod.objects.filter(membership=membership, term=from_term, freed_at__isnull=True).exists():
        raise Conflict(_("Dues for %s are charged already. Credit that invoice first.") % from_term.label)

    membership.type_changes.filter(from_on__gte=starts_on).delete()
    before = type_on(membership, starts_on)
    if before.pk != type.pk:
        membership.type_changes.create(type=type, from_on=starts_on)
    facts = {"before": {"type": before.code}, "after": {"type": type.code}, "from_on": starts_on.isoformat()}
    record(actor, "membership.membership.changed", membership.organisation, at=at, cluster_id=membership.cluster_id, **facts)
    return type
