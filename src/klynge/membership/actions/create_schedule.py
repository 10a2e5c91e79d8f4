"""Begin a fee schedule, or the next version of one, as a draft."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing.models import Product
from klynge.membership import policies
from klynge.membership.models import FeeSchedule
from klynge.membership.models.schedule_parts import write_parts
from klynge.membership.rules.specs import WHOLE, read_spec


@transaction.atomic
def create_schedule(
    cluster: Cluster, *, code: str, name: str, spec: Mapping[str, Any], actor: Actor, at: datetime,
    product: Product | None = None, assumption: Mapping[str, str] | None = None, source: str = "",
) -> FeeSchedule:  # fmt: skip
    """Draft a schedule from plain data (see rules/specs.py); a code that is known gets its next version. Raises: Refused, Invalid."""
    require(policies.may_edit_schedule(actor, cluster))
    cluster = Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)
    plain = read_spec({"currency": cluster.currency, **spec})

    last = FeeSchedule.objects.filter(cluster=cluster, code=code).aggregate(last=Max("version"))["last"] or 0
    schedule = FeeSchedule.objects.create(
        cluster=cluster, code=code, version=last + 1, name=name, product=product, assumption=dict(assumption or {}), source=source,
        **{field: getattr(plain, field) for field in WHOLE},
    )  # fmt: skip
    write_parts({schedule: plain})
    record(actor, "membership.schedule.created", schedule, at=at, code=code, version=schedule.version)
    return schedule
