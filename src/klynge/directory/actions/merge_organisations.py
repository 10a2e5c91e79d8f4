"""Let one organisation go up in another."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.errors import Conflict
from klynge.directory import policies
from klynge.directory.models import Merger, Organisation, end_spans, refresh_search
from klynge.directory.queries.merging import OWNERS_OF, MergerPlan, plan_merger


@transaction.atomic
def merge_organisations(
    cluster: Cluster, *, survivor: Organisation, loser: Organisation, effective_on: date, actor: Actor, at: datetime,
    shown: Mapping[str, Any] | None = None,
) -> Merger:  # fmt: skip
    """Move the loser's people, roles and subsidiaries to the survivor from the day on, as plan_merger says; invoices stay where they are.

    ``shown`` is what the person who decided was shown beside that plan. Rooms above follow. Raises: Refused, Conflict.
    """
    require(policies.may_register(actor, cluster) and policies.may_edit(actor, survivor) and policies.may_edit(actor, loser))
    locked = {row.pk: row for row in Organisation.objects.select_for_update().filter(pk__in=[survivor.pk, loser.pk]).order_by("pk")}
    survivor, loser = locked[survivor.pk], locked[loser.pk]
    plan = plan_merger(cluster, survivor=survivor, loser=loser, effective_on=effective_on)
    if plan.conflicts:
        raise Conflict(" ".join(plan.conflicts))

    merger = Merger.objects.create(
        cluster=cluster, survivor=survivor, loser=loser, effective_on=effective_on, plan=plan.plain() | {"shown": dict(shown or {})},
        moved={"moved": plan.moved, "ended": plan.ended}, merged_at=at, merged_by=actor.name,
    )  # fmt: skip
    _move(plan)
    loser.merged_into = survivor
    loser.save(update_fields=["merged_into"])
    refresh_search([survivor.pk, loser.pk])
    for subject, other in ((survivor, loser), (loser, survivor)):
        facts = {"other": other.name, "merger": merger.pk, "effective_on": effective_on.isoformat()}
        record(actor, "directory.organisation.merged", subject, at=at, cluster_id=cluster.pk, **facts)
    jobs.announce("directory.organisations_merged", cluster_id=cluster.pk, merger_id=merger.pk)
    return merger


def _move(plan: MergerPlan) -> None:
    for label, rows in plan.ended.items():
        end_spans(apps.get_model(label)._base_manager.filter(pk__in=[pk for pk, _upper in rows]), plan.effective_on)
    for label, ids in plan.moved.items():
        apps.get_model(label)._base_manager.filter(pk__in=ids).update(**{OWNERS_OF[label]: plan.survivor})
