"""Say how days of interest count, and when a member in arrears loses its benefits."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import ArrearsRule, Days
from klynge.core.errors import Invalid


@transaction.atomic
def set_arrears_rule(cluster: Cluster, *, day_count: str, suspend_days: int | None, actor: Actor, at: datetime) -> ArrearsRule:
    """Keep the rule; ``suspend_days`` count from the deadline of the last reminder, none means never. Raises: Refused, Invalid."""
    require(policies.may_set_prices(actor, cluster))
    Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
    if day_count not in Days.values:
        raise Invalid(_("Choose how days are counted."), field="day_count")
    if suspend_days is not None and not 0 <= suspend_days <= 366:
        raise Invalid(_("Give 0 to 366 days, or leave it blank."), field="suspend_days")

    facts = {"day_count": day_count, "suspend_days": suspend_days}
    rule: ArrearsRule = ArrearsRule.objects.update_or_create(cluster=cluster, defaults=facts)[0]
    record(actor, "billing.arrears_rule.set", cluster, at=at, cluster_id=cluster.pk, **facts)
    return rule
