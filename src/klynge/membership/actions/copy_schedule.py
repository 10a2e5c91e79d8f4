"""Make the next version of a fee schedule from one that there is, indexed if need be."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.membership import policies
from klynge.membership.models import FeeSchedule
from klynge.membership.models.schedule_parts import write_parts
from klynge.membership.queries.schedules import load_schedule
from klynge.membership.rules.indexing import Index, indexed


@transaction.atomic
def copy_schedule(schedule: FeeSchedule, *, actor: Actor, at: datetime, index: Index | None = None, code: str = "") -> FeeSchedule:
    """Copy any version to a new draft, its amounts or bounds moved by the index; under another code if one is given. Raises: Refused."""
    require(policies.may_edit_schedule(actor, schedule.cluster))
    cluster = Cluster.objects.select_for_update(of=("self",)).get(pk=schedule.cluster_id)
    plain = load_schedule(schedule)
    plain = indexed(plain, index) if index else plain

    code = code or schedule.code
    last = FeeSchedule.objects.filter(cluster=cluster, code=code).aggregate(last=Max("version"))["last"] or 0
    draft = FeeSchedule.objects.create(
        cluster=cluster, code=code, version=last + 1, name=schedule.name, product=schedule.product, currency=schedule.currency,
        is_vat_included=schedule.is_vat_included, proration=schedule.proration, bills_next_year_from=schedule.bills_next_year_from,
        rejoining=schedule.rejoining, assumption=schedule.assumption, source=schedule.source,
    )  # fmt: skip
    write_parts({draft: plain})
    record(
        actor,
        "membership.schedule.copied",
        draft,
        at=at,
        copied_from=schedule.pk,
        amounts_per_mille=index.amounts_per_mille if index else 0,
    )
    return draft
