"""Choose what a company wants from meeting others."""

from collections.abc import Iterable
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
from klynge.matchmaking.models import Intent, IntentKind
from klynge.matchmaking.rules.themes import BY_CODE

MOST = 12


@transaction.atomic
def choose_intents(
    organisation: Organisation, *, cluster: Cluster, chosen: Iterable[tuple[str, str]], actor: Actor, at: datetime
) -> list[Intent]:
    """Replace the company's wishes, pairs of kind and theme; what stays keeps its moment. Raises: Refused, Invalid."""
    require(policies.may_offer_for(actor, cluster, organisation.pk))
    wanted = set(chosen)
    if any(kind not in IntentKind.values or theme not in BY_CODE for kind, theme in wanted):
        raise Invalid(_("Choose one of the list."), field="intents")
    if len(wanted) > MOST:
        raise Invalid(_("Choose at most %d; more than that says less.") % MOST, field="intents")
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    held = {(row.kind, row.theme): row for row in Intent.objects.filter(cluster=cluster, organisation=organisation)}
    Intent.objects.filter(pk__in=[row.pk for pair, row in held.items() if pair not in wanted]).delete()
    fresh = [
        Intent(cluster=cluster, organisation=organisation, kind=kind, theme=theme, chosen_at=at)
        for kind, theme in sorted(wanted - set(held))
    ]
    Intent.objects.bulk_create(fresh)
    if fresh or set(held) - wanted:
        record(actor, "matchmaking.intents.chosen", organisation, at=at, cluster_id=cluster.pk, count=len(wanted))
    return list(Intent.objects.filter(cluster=cluster, organisation=organisation))
