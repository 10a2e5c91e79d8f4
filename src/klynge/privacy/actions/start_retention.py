"""Begin a round of deleting what was kept as long as it may be."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Conflict
from klynge.privacy import policies
from klynge.privacy.models import RetentionRun
from klynge.privacy.queries.retention import expired


@transaction.atomic
def start_retention(cluster: Cluster, *, shown: Mapping[str, int], actor: Actor, at: datetime) -> RetentionRun:
    """Write down what was shown ({"mails": 12}) and hand it to the worker.

    Raises: Refused; Conflict when a round is under way, when nothing is due, or when more is due than was shown.
    """
    require(policies.may_retain(actor, cluster))
    Cluster.objects.select_for_update(of=("self",)).get(pk=cluster.pk)  # one round at a time
    if RetentionRun.objects.filter(cluster=cluster, finished_at__isnull=True).exists():
        raise Conflict(_("A round is under way already. Wait until it is done."))
    due = {each.rule: each.count for each in expired(cluster, on=day_of(at))}
    if not any(due.values()):
        raise Conflict(_("There is nothing to delete."))
    if any(count > shown.get(rule, 0) for rule, count in due.items()):
        raise Conflict(_("Meanwhile more has become due than was shown. Look at the figures again."))

    run = RetentionRun.objects.create(cluster=cluster, started_at=at, by_name=actor.name, shown=due)
    record(actor, "privacy.retention.started", run, at=at, **due)
    jobs.enqueue("privacy.apply_retention", cluster_id=cluster.pk, run_id=run.pk)
    return run
