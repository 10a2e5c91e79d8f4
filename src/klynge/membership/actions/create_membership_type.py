"""Add a kind of member."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.membership import policies
from klynge.membership.models import MembershipType
from klynge.membership.queries.types import refuse_code, refuse_type


@transaction.atomic
def create_membership_type(
    cluster: Cluster, *, code: str, name: Mapping[str, str], actor: Actor, at: datetime, votes: int = 1, is_free: bool = False
) -> MembershipType:
    """Create a type; fee schedules name it by its lasting code. Raises: Refused, Invalid, Conflict for a code in use."""
    require(policies.may_set_types(actor, cluster))
    refuse_code(code)
    refuse_type(name, votes)
    Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
    if MembershipType.objects.filter(cluster=cluster, code=code).exists():
        raise Conflict(_("There is a membership type with the code “%s” already.") % code)

    made = MembershipType.objects.create(cluster=cluster, code=code, name=dict(name), votes=votes, is_free=is_free)
    record(actor, "membership.type.created", made, at=at, name=dict(name), votes=votes, is_free=is_free)
    return made
