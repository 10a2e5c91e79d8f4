"""Who a reader's own link belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from klynge.access.models import Cluster
from klynge.directory.models import Person

from .merging import read_token


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody with the link of a mail in hand."""

    person: Person
    cluster: Cluster
    message_id: int


def reader_of(token: str) -> Reader | None:
    """Return whose link it is; None for one that was not made here, or whose reader is no longer known."""
    if (read := read_token(token)) is None:
        return None
    cluster, person = Cluster.objects.filter(pk=read[0]).first(), Person.objects.filter(pk=read[1]).first()
    return Reader(person, cluster, read[2]) if cluster and person else None
