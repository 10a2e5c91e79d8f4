"""Who would get a message now, and who would not and why: one judgement, for the preview and for the release."""

from __future__ import annotations

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from klynge.directory.models import Consent, ConsentPurpose, PersonEmail
from klynge.directory.queries.consents import consenting_people
from klynge.newsletters.models import LeftOut, Message, MessageKind, MessageRecipient, TopicRefusal


def judged(message: Message) -> QuerySet[MessageRecipient]:
    """Return the message's rows with ``address`` and ``reason`` (empty: gets it) as things stand now, with person and member, in order."""
    emails = PersonEmail.objects.filter(person=OuterRef("person"))
    usable = emails.filter(bounced_at__isnull=True).order_by("-is_primary", "pk").values("address")[:1]
    rows = MessageRecipient.objects.filter(message=message).annotate(address=Subquery(usable))
    whens = [
        When(person__isnull=True, then=Value(LeftOut.NO_CONTACT)),
        When(Q(address__isnull=True) & Exists(emails), then=Value(LeftOut.BOUNCED)),
        When(address__isnull=True, then=Value(LeftOut.NO_ADDRESS)),
    ]
    if message.kind == MessageKind.MARKETING:
        said_no = Consent.objects.filter(cluster_id=message.cluster_id, purpose=ConsentPurpose.MARKETING, person=OuterRef("person"))
        has_agreed = Q(person__in=consenting_people(message.cluster, purpose=ConsentPurpose.MARKETING))
        whens += [
            When(~has_agreed & Exists(said_no), then=Value(LeftOut.OPTED_OUT)),
            When(~has_agreed, then=Value(LeftOut.NO_CONSENT)),
        ]
    if message.topic_id is not None:
        whens.append(
            When(Exists(TopicRefusal.objects.filter(topic=message.topic_id, person=OuterRef("person"))), then=Value(LeftOut.NOT_TOPIC))
        )
    return (
        rows.annotate(reason=Case(*whens, default=Value(""), output_field=CharField()))
        .select_related("person", "membership__organisation")
        .order_by("pk")
    )


def standing(message: Message) -> QuerySet[MessageRecipient]:
    """Return the same as ``judged`` for a draft; of a message that has left, what was decided at its release."""
    if message.is_open:
        return judged(message)
    rows = MessageRecipient.objects.filter(message=message).annotate(reason=F("left_out"))
    emails = PersonEmail.objects.filter(person=OuterRef("person")).order_by("-is_primary", "pk")
    return rows.annotate(address=Subquery(emails.values("address")[:1])).select_related("person", "membership__organisation").order_by("pk")


def counts(message: Message) -> dict[str, int]:
    """Return how many rows there are by reason; under "" those who get it."""
    found: dict[str, int] = {}
    for reason in standing(message).order_by().values_list("reason", flat=True):
        found[reason] = found.get(reason, 0) + 1
    return found
