"""Who gets an edition, judged now; and what came of it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from klynge.directory.models import PersonEmail, Subscription
from klynge.newsletters.models import Bounce, Edition, EditionReader, Skipped, TopicRefusal
from klynge.outbox.models import Mail, MailStatus

from .segments import in_segment


def judged(edition: Edition, *, at: datetime) -> QuerySet[Subscription]:
    """Return the subscribers of the edition's segment with ``reason`` (empty: gets it) as things stand, in order."""
    rows = in_segment(Subscription.objects.filter(cluster_id=edition.cluster_id, withdrawn_at__isnull=True), edition, at=at)
    came_back = Exists(PersonEmail.objects.filter(address__iexact=OuterRef("address"), bounced_at__isnull=False))
    whens = [When(Q(bounced_at__isnull=False) | came_back, then=Value(Skipped.BOUNCED))]
    if edition.topic_id is not None:
        whens.append(
            When(Exists(TopicRefusal.objects.filter(topic=edition.topic_id, person=OuterRef("person"))), then=Value(Skipped.NOT_TOPIC))
        )
    return rows.annotate(reason=Case(*whens, default=Value(""), output_field=CharField())).select_related("person").order_by("pk")


def counts(edition: Edition, *, at: datetime) -> dict[str, int]:
    """Return how many subscribers there are by reason; under "" those who get it."""
    found: dict[str, int] = {}
    for reason in judged(edition, at=at).order_by().values_list("reason", flat=True):
        found[reason] = found.get(reason, 0) + 1
    return found


def figures(edition: Edition) -> dict[str, int]:
    """Return what came of an edition that has left: {"readers", "sent", "waiting", "failed", "bounced", "left", "counted", "clicked"}.

    ``counted`` are the readers whose links were marked since they had agreed; ``clicked`` those of them that followed one.
    """
    mails = Mail.objects.filter(batch=edition.batch_id)
    by = dict(mails.order_by().values_list("status").annotate(Count("pk")))
    readers = EditionReader.objects.filter(edition=edition, skipped="")
    agreed = readers.filter(subscription__clicks_agreed_at__lte=F("edition__released_at"))
    return {
        "readers": readers.count(), "sent": by.get(MailStatus.SENT, 0) + by.get(MailStatus.KEPT, 0), "waiting": by.get(MailStatus.WAITING, 0),
        "failed": by.get(MailStatus.FAILED, 0), "bounced": Bounce.objects.filter(mail__batch=edition.batch_id).count(),
        "left": readers.filter(left_at__isnull=False).count(), "counted": agreed.count(), "clicked": agreed.filter(clicks__isnull=False).distinct().count(),
    }  # fmt: skip
