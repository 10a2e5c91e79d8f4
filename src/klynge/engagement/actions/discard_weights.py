"""Throw a draft of the weights away."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.engagement import policies
from klynge.engagement.models import WeightScheme
from klynge.engagement.queries.weighing import as_data, plain


@transaction.atomic
def discard_weights(scheme: WeightScheme, *, actor: Actor, at: datetime) -> None:
    """Delete the draft; the log keeps what it said. Raises: Refused, Conflict when it is adopted."""
    require(policies.may_weigh(actor, scheme.cluster))
    scheme = WeightScheme.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=scheme.pk)
    if scheme.adopted_on:
        raise Conflict(_("These weights are adopted. They stay, so that the past can be worked out again."))
    record(actor, "engagement.weights.discarded", scheme, at=at, weights=as_data(plain(scheme)))
    scheme.delete()
