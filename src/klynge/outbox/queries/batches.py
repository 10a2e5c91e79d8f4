"""Batches with their counts, and the log of mails."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from klynge.access.models import Cluster
from klynge.outbox.models import Batch, Mail, MailStatus

MAIL_COUNTS: list[str] = list(MailStatus.values)


@dataclass(frozen=True, slots=True)
class BatchCounts:
    """How many mails of a batch are in which state."""

    waiting: int = 0
    sent: int = 0
    kept: int = 0
    skipped: int = 0
    failed: int = 0

    @property
    def total(self) -> int:
        """All mails of the batch."""
        return self.waiting + self.sent + self.kept + self.skipped + self.failed


def counts_of(batches: Iterable[Batch]) -> dict[int, BatchCounts]:
    """Return the counts of each batch by its id, in one query."""
    ids = [batch.pk for batch in batches]
    found: dict[int, dict[str, int]] = {pk: {} for pk in ids}
    rows = Mail.objects.filter(batch_id__in=ids).order_by().values_list("batch_id", "status").annotate(count=Count("pk"))
    for batch_id, status, count in rows:
        found[batch_id][status] = count
    return {pk: BatchCounts(**counts) for pk, counts in found.items()}


def unsent_batches(cluster: Cluster) -> QuerySet[Batch]:
    """Return the released batches in which a mail still waits, oldest first."""
    waiting = Mail.objects.filter(status=MailStatus.WAITING, batch__isnull=False).order_by().values("batch_id")
    return Batch.objects.filter(cluster=cluster, released_at__isnull=False, pk__in=waiting).order_by("id")


def log(cluster: Cluster, *, status: str = "", rule: str = "", search: str = "", batch_id: int | None = None) -> QuerySet[Mail]:
    """Return the cluster's mails, newest first, narrowed by what is given; ``search`` looks in address, name and subject key."""
    mails = Mail.objects.filter(cluster=cluster)
    if batch_id is not None:
        mails = mails.filter(batch_id=batch_id)
    if status in MAIL_COUNTS:
        mails = mails.filter(status=status)
    if rule:
        mails = mails.filter(rule=rule)
    if words := search.strip():
        mails = mails.filter(Q(to_address__icontains=words) | Q(to_name__icontains=words) | Q(subject_key=words))
    return mails.order_by("-id")
