"""Say what the lending rate was on the first day of a half-year."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import ReferenceRate
from klynge.billing.rules.interest import half_year_of
from klynge.core.errors import Invalid

HIGHEST_BP = 50_00  # a rate above 50 % is a slip of the finger


@transaction.atomic
def set_reference_rate(cluster: Cluster, *, valid_from: date, rate_bp: int, actor: Actor, at: datetime) -> ReferenceRate:
    """Keep the rate of a half-year in basis points; interest that was charged stays. Raises: Refused, Invalid."""
    require(policies.may_set_prices(actor, cluster))
    Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
    if valid_from != half_year_of(valid_from):
        raise Invalid(_("The rate is that of 1 January or of 1 July. Give one of these days."), field="valid_from")
    if not -10_00 <= rate_bp <= HIGHEST_BP:
        raise Invalid(_("A lending rate lies between -10 and 50 per cent."), field="rate")

    kept, is_new = ReferenceRate.objects.get_or_create(cluster=cluster, valid_from=valid_from, defaults={"rate_bp": rate_bp})
    before = None if is_new else kept.rate_bp
    if before != rate_bp:
        kept.rate_bp = rate_bp
        kept.save(update_fields=["rate_bp"])
        record(actor, "billing.reference_rate.set", kept, at=at, before=before, after=rate_bp)
    return kept
