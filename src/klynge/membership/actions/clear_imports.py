"""Delete files of members that were read in long ago, and their rows."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.files.actions import shred_files
from klynge.membership import policies
from klynge.membership.models import ImportRow
from klynge.membership.queries.expiring import old_imports


@transaction.atomic
def clear_imports(cluster: Cluster, *, before: datetime, actor: Actor, at: datetime) -> int:
    """Delete the bytes of the files and what their rows said; what each row became stays. Return how many files. Raises: Refused."""
    require(policies.may_expire(actor, cluster))
    runs = list(old_imports(cluster, before=before).values_list("pk", "file", "rejects"))
    if not runs:
        return 0

    ImportRow.objects.filter(run__in=[pk for pk, *_files in runs]).update(cells=[], problems=[])
    files = [file for _pk, *files in runs for file in files if file]
    shred_files(cluster, ids=files, actor=actor, at=at)
    record(actor, "membership.imports.cleared", cluster, at=at, cluster_id=cluster.pk, count=len(runs))
    return len(runs)
