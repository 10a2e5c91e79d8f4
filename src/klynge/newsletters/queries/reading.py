"""What one person was sent of the newsletter, and what became of it; a constant number of statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat

from klynge.access.models import Cluster
from klynge.directory.models import Person
from klynge.newsletters.models import Bounce, Edition, EditionReader
from klynge.outbox.models import Mail

RULE = "newsletters.edition"


@dataclass(frozen=True, slots=True)
class Sent:
    """One edition and one reader; ``clicks`` is None for who has not agreed to being counted."""

    edition: Edition
    at: datetime
    skipped: str
    status: str
    came_back: str
    has_left: bool
    clicks: int | None


def sent_to(person: Person, addresses: Iterable[str], *, cluster: Cluster, most: int = 50) -> list[Sent]:
    """Return the editions that went to the person or one of the addresses, or were held back, the latest first."""
    own = Q(subscription__person=person)
    for address in addresses:
        own |= Q(subscription__address__iexact=address)
    key = Concat(Value(f"{RULE}:"), Cast(OuterRef("pk"), CharField()))
    mails = Mail.objects.filter(cluster=cluster, rule=RULE, subject_key=key)
    back = Bounce.objects.filter(mail__cluster=cluster, mail__rule=RULE, mail__subject_key=key)
    rows = (
        EditionReader.objects.filter(own, cluster=cluster, edition__released_at__isnull=False).select_related("edition")
        .annotate(
            status=Subquery(mails.values("status")[:1]), came_back=Subquery(back.values("status")[:1]),
            followed=Count("clicks"), agreed=F("subscription__clicks_agreed_at"),
        )
        .order_by("-edition__released_at", "-pk")[:most]
    )  # fmt: skip
    return [
        Sent(row.edition, row.edition.released_at, str(row.get_skipped_display()) if row.skipped else "", row.status or "", row.came_back or "", row.left_at is not None, row.followed if row.agreed else None)
        for row in rows
    ]  # fmt: skip
