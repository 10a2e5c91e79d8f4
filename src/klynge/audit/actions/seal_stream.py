"""Seal rows that are only ever added with the next link of their hash chain."""

from datetime import datetime

from django.db import connection, transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit import policies
from klynge.audit.models import Seal
from klynge.audit.queries.sealing import TRAIL, Stream, digest_after, last_seal

from .record_event import record

PATIENCE = "5s"  # a long change still being written must not hold up everybody who comes after


@transaction.atomic
def seal_stream(cluster: Cluster, *, stream: Stream = TRAIL, actor: Actor, at: datetime) -> Seal | None:
    """Seal what was added since the last seal and return the link; none when nothing was.

    Raises: Refused; OperationalError when rows are being written for so long that the seal must be tried later.
    """
    require(policies.may_seal(actor, cluster))
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
        # Ids are handed out before rows are committed: with the writers held back, no row can come in below the last id any more.
        cursor.execute(f"LOCK TABLE {', '.join(stream.tables)} IN SHARE ROW EXCLUSIVE MODE")  # one sealer at a time
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM ({stream.sql.format(after=0, until=2**62)}) AS r", {"cluster": cluster.pk})
        until = cursor.fetchone()[0]
    previous = last_seal(cluster, stream)
    rows, digest = digest_after(cluster, stream, previous=previous, until=until)
    if not rows:
        return None

    seal: Seal = Seal.objects.create(
        cluster=cluster, stream=stream.name, number=previous.number + 1 if previous else 1, last_id=until, rows=rows, digest=digest, sealed_at=at
    )  # fmt: skip
    record(actor, "audit.stream.sealed", seal, at=at, rows=rows, digest=digest)
    return seal
