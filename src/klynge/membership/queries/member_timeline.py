"""What has happened to a member, from the rows that say so and from the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from klynge.audit.queries import VERBS, events_about, sentence
from klynge.billing.models import Payment, PaymentKind
from klynge.core.clock import day_of
from klynge.directory.queries.mergers import mergers_of
from klynge.membership.models import Ending

from .member_page import MemberPage

# told by the rows themselves, on the day that they are about
TOLD_BY_ROWS = (
    "membership.member.registered",
    "membership.membership.joined",
    "membership.membership.resigned",
    "membership.membership.excluded",
    "directory.size.declared",
    "directory.organisation.merged",
    "directory.organisation.unmerged",
    "membership.memberships.merged",
    "membership.memberships.unmerged",
    "membership.members.merged",
    "membership.members.unmerged",
)
# which fact of an event names the day of the row that it tells of
WHO_BY = {"membership.membership.joined": "joined_on", "membership.membership.resigned": "received_on"}
MOST = 20


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry: what (``code`` is for the page to put into words, ``facts`` its figures), on which day, by whom."""

    code: str  # joined, ended, notice, merged_in, merged_away, unmerged, invoice, credit_note, payment, size, or "log" with a sentence
    on: date
    facts: dict[str, object]
    who: str = ""


def timeline(page: MemberPage, *, on_day: date) -> list[Happening]:
    """Return the latest twenty things that have happened up to the day, newest first; five statements."""
    found = [*_memberships(page), *_mergers(page), *_documents(page), *_payments(page), *_sizes(page), *_log(page)]
    past = [each for each in found if each.on <= on_day]
    return sorted(past, key=lambda each: each.on, reverse=True)[:MOST]


def _memberships(page: MemberPage) -> list[Happening]:
    told, who = [], _who(page)
    held = (page.membership, *page.earlier)
    endings = {each.membership_id: each for each in Ending.objects.filter(membership__in=held)}
    for each in held:
        told.append(Happening("joined", each.during.lower, {"number": each.member_no}, who.get(f"joined_on {each.during.lower}", "")))
        if each.during.upper:
            ending = endings.get(each.pk)
            facts = {"reason": ending.get_reason_display(), "note": ending.note} if ending else {}
            told.append(Happening("ended", each.during.upper - timedelta(days=1), facts, ending.recorded_by if ending else ""))
    if page.resignation:
        received, last_day = page.resignation.received_on, page.resignation.effective_on - timedelta(days=1)
        told.append(Happening("notice", received, {"last_day": last_day}, who.get(f"received_on {received}", "")))
    return told


def _who(page: MemberPage) -> dict[str, str]:
    """Return who recorded the joining and the notice of each day."""
    events = events_about(page.organisation).filter(cluster_id=page.membership.cluster_id, verb__in=WHO_BY)
    return {f"{WHO_BY[each.verb]} {each.details.get(WHO_BY[each.verb])}": each.actor_name for each in reversed(events)}


def _mergers(page: MemberPage) -> list[Happening]:
    told = []
    for each in mergers_of(page.organisation, cluster=page.membership.cluster):
        is_won = each.survivor_id == page.organisation.pk
        facts: dict[str, object] = {"other": (each.loser if is_won else each.survivor).name, "effective_on": each.effective_on}
        standing = {"merger": each.pk} if each.reversed_at is None else {}
        if each.reversed_at:
            told.append(Happening("unmerged", day_of(each.reversed_at), facts, each.reversed_by))
        told.append(Happening("merged_in" if is_won else "merged_away", day_of(each.merged_at), facts | standing, each.merged_by))
    return told


def _documents(page: MemberPage) -> list[Happening]:
    return [
        Happening(each.kind, each.issued_on, {"number": each.number, "minor": each.total_minor, "currency": each.currency})
        for each in page.invoices[:MOST]
    ]


def _payments(page: MemberPage) -> list[Happening]:
    received = Payment.objects.filter(
        cluster_id=page.membership.cluster_id, organisation=page.organisation, kind=PaymentKind.MONEY, reversal__isnull=True
    )
    rows = received.order_by("-received_on", "-id")
    return [Happening("payment", each.received_on, {"minor": each.amount_minor, "currency": each.currency}) for each in rows[:MOST]]


def _sizes(page: MemberPage) -> list[Happening]:
    return [Happening("size", day_of(each.declared_at), {"size": each}, each.declared_by) for each in page.sizes[:MOST]]


def _log(page: MemberPage) -> list[Happening]:
    events = events_about(page.organisation).filter(cluster_id=page.membership.cluster_id, verb__in=VERBS).exclude(verb__in=TOLD_BY_ROWS)
    return [Happening("log", day_of(each.at), {"sentence": sentence(each)}) for each in events[:MOST]]
