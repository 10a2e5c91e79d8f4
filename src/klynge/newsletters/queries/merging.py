"""What the fields of a message stand for at each reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core import signing
from django.db.models import Sum

from klynge.access.models import Cluster
from klynge.billing.rules.formats import amount_with_currency, day
from klynge.core.texts import in_language
from klynge.membership.models import MembershipPeriod
from klynge.membership.queries.member_details import MemberRow, member_details
from klynge.newsletters.models import Message, MessageKind, MessageRecipient
from klynge.newsletters.rules import merging

SALT = "klynge.newsletters.unsubscribe"
NONE = "–"


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as one reader gets it."""

    subject: str
    paragraphs: list[list[str]]  # of lines
    language: str
    unsubscribe: str  # an address; empty for a service message

    @property
    def context(self) -> dict[str, Any]:
        """What the mail's template needs."""
        return {"subject": self.subject, "paragraphs": self.paragraphs, "unsubscribe": self.unsubscribe}


def unsubscribe_token(message: Message, person_id: int) -> str:
    """Return what only this reader's link holds: it says who no longer wants what, and can't be made up."""
    return signing.dumps([message.cluster_id, person_id, message.pk], salt=SALT)


def read_token(token: str) -> tuple[int, int, int] | None:
    """Return cluster, person and message of a link; None for one that was not made here. Links don't grow old: a no is always heard."""
    try:
        cluster, person, message = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return cluster, person, message


def writer(
    message: Message, recipients: Iterable[MessageRecipient], *, unsubscribe_at: str, on_day: date
) -> Callable[[MessageRecipient], Letter]:
    """Return a function that writes the letter of each of these recipients; the facts are read here, in a constant number of queries.

    ``unsubscribe_at`` is the address to which the reader's token is added.
    """
    ids = sorted({row.membership_id for row in recipients})
    members = {row.membership.pk: row for row in member_details(message.cluster, membership_ids=ids, on_day=on_day)}
    fees = _fees(message.cluster, ids, on_day)

    def write(recipient: MessageRecipient) -> Letter:
        language = recipient.person.language if recipient.person else message.cluster.locale
        member = members[recipient.membership_id]
        facts = _worded(member, fees.get(recipient.membership_id), message.cluster, language)
        facts |= _named(recipient)
        link = unsubscribe_at + unsubscribe_token(message, recipient.person_id) if _is_optional(message, recipient) else ""
        subject = " ".join(merging.merge(in_language(message.subject, language), facts).split())
        return Letter(subject, merging.paragraphs(merging.merge(in_language(message.body, language), facts)), language, link)

    return write


def _is_optional(message: Message, recipient: MessageRecipient) -> bool:
    return message.kind == MessageKind.MARKETING and recipient.person_id is not None


def _named(recipient: MessageRecipient) -> dict[str, str]:
    name = recipient.person.name if recipient.person else ""
    return {"name": name, "first_name": name.partition(" ")[0]}


def _worded(member: MemberRow, fee: int | None, cluster: Cluster, language: str) -> Mapping[str, str]:
    def money(minor: int) -> str:
        return amount_with_currency(minor, cluster.currency, language)

    return {
        "company": member.organisation.name,
        "member_number": str(member.membership.member_no),
        "type": in_language(member.type.name, language),
        "category": in_language(member.band.label, language) if member.band else NONE,
        "fee": NONE if fee is None else money(fee),
        "open_amount": money(member.debt.open_minor),
        "overdue_amount": money(member.debt.overdue_minor),
        "member_since": day(member.joined_on, language),
    }


def _fees(cluster: Cluster, ids: Iterable[int], on_day: date) -> dict[int, int]:
    """Return the dues charged for the term of the day, excl. VAT, in minor units."""
    periods = MembershipPeriod.objects.filter(cluster=cluster, membership__in=ids, freed_at__isnull=True, term__during__contains=on_day)
    return dict(periods.order_by().values_list("membership_id").annotate(net=Sum("net_minor")))
