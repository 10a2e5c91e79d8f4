"""Say no to a suggestion, or block a company."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.directory.models import Organisation
from klynge.matchmaking import policies
from klynge.matchmaking.models import Avoidance, Match, Suggestion


@transaction.atomic
def avoid_company(
    organisation: Organisation, *, other: Organisation, cluster: Cluster, actor: Actor, at: datetime, is_blocked: bool = False
) -> Avoidance:
    """Suggest the other no more to this company; blocked, neither to the other this one. The other is not told.

    What waits between the two is closed when it was not mutual yet, and on blocking in any case. Raises: Refused, Invalid.
    """
    require(policies.may_offer_for(actor, cluster, organisation.pk))
    if organisation.pk == other.pk or not other.listings.filter(cluster=cluster).exists():
        raise Invalid(_("Choose another company."))
    said, _made = Avoidance.objects.update_or_create(
        cluster=cluster, organisation=organisation, other=other, defaults={"is_blocked": is_blocked, "said_at": at}
    )
    Suggestion.objects.filter(cluster=cluster, organisation=organisation, other=other).delete()
    waiting = Match.objects.filter(cluster=cluster, closed_at__isnull=True).between(organisation.pk, other.pk)
    if is_blocked:
        Suggestion.objects.filter(cluster=cluster, organisation=other, other=organisation).delete()
    else:
        waiting = waiting.filter(mutual_at__isnull=True)
    waiting.update(closed_at=at)
    record(actor, "matchmaking.company.avoided", organisation, at=at, cluster_id=cluster.pk, is_blocked=is_blocked)
    return said
