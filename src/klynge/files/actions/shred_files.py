"""Delete the bytes of stored documents."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.files import policies
from klynge.files.models import StoredFile


@transaction.atomic
def shred_files(cluster: Cluster, *, ids: Sequence[int], actor: Actor, at: datetime) -> int:
    """Delete the bytes and the name of the files; size and fingerprint stay. Return how many were there. Raises: Refused.

    The bytes go after the commit, so that a change that is rolled back leaves them.
    """
    require(policies.may_shred(actor, cluster))
    files = list(StoredFile.objects.select_for_update(of=("self",)).filter(cluster=cluster, pk__in=list(ids), shredded_at__isnull=True))
    for file in files:
        if file.blob:
            transaction.on_commit(partial(default_storage.delete, file.blob.name))
    StoredFile.objects.filter(pk__in=[file.pk for file in files]).update(name="", blob="", shredded_at=at)
    if files:
        record(actor, "files.files.shredded", cluster, at=at, cluster_id=cluster.pk, count=len(files))
    return len(files)
