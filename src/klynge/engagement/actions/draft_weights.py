"""Begin a new version of the weights."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Conflict
from klynge.engagement import policies
from klynge.engagement.models import Weight, WeightScheme
from klynge.engagement.queries.weighing import NUMBERS, points, weights_on


@transaction.atomic
def draft_weights(cluster: Cluster, *, actor: Actor, at: datetime) -> WeightScheme:
    """Copy what counts today into a draft; the first one is our proposal. Raises: Refused, Conflict when there is a draft."""
    require(policies.may_weigh(actor, cluster))
    Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
    if WeightScheme.objects.filter(cluster=cluster, adopted_on__isnull=True).exists():
        raise Conflict(_("There is a draft already. Adopt or discard it first."))
    today = weights_on(cluster, day_of(at))
    last = WeightScheme.objects.filter(cluster=cluster).aggregate(last=Max("version"))["last"] or 0

    scheme = WeightScheme.objects.create(
        cluster=cluster, version=last + 1, half_life_days=today.half_life_days, normalisation=today.normalisation, drafted_at=at,
        drafted_by=actor.name[:120], **{name: points(getattr(today, name)) for name in NUMBERS},
    )  # fmt: skip
    Weight.objects.bulk_create(
        Weight(scheme=scheme, kind=kind, axis=each.axis, points=points(each.points), cap=None if each.cap is None else points(each.cap))
        for kind, each in today.kinds.items()
    )
    record(actor, "engagement.weights.drafted", scheme, at=at, copied_from=today.version)
    return scheme
