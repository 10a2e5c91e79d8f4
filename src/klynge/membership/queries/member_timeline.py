"""What has happened to a member, from the rows that say so and from the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from klynge.audit.queries import VERBS, events_about, sentence
from klynge.billing.models import Payment
from klynge.core.clock import day_of

from .member_page import MemberPage

# told by the rows themselves, on the day that they are about
TOLD_BY_ROWS = (
    "membership.member.registered",
    "membership.membership.joined",
    "membership.membership.resigned",
    "membership.membership.excluded",
    "directory.size.declared",
)
MOST = 20


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry: what (``code`` is for the page to put into words, ``facts`` its figures), on which day, by whom."""

    code: str  # joined, ended, notice, invoice, credit_note, payment, size, or "log" with a sentence
    on: date
    facts: dict[str, object]
    who: str = ""


def timeline(page: MemberPage, *, on_day: date) -> list[Happening]:
    """Return the latest twenty things that have happened up to the day, newest first; two statements."""
    found = [*_memberships(page), *_documents(page), *_payments(page), *_sizes(page), *_log(page)]
    past = [each for each in found if each.on <= on_day]
    return sorted(past, key=lambda each: each.on, reverse=True)[:MOST]


def _memberships(page: MemberPage) -> list[Happening]:
    told = []
    for each in (page.membership, *page.earlier):
        told.append(Happening("joined", each.during.lower, {"number": each.member_no}))
        if each.during.upper:
            told.append(Happening("ended", each.during.upper - timedelta(days=1), {}))
    if page.resignation:
        last_day = page.resignation.effective_on - timedelta(days=1)
        told.append(Happening("notice", page.resignation.received_on, {"last_day": last_day}))
    return told


def _documents(page: MemberPage) -> list[Happening]:
    return [
        Happening(each.kind, each.issued_on, {"number": each.number, "minor": each.total_minor, "currency": each.currency})
        for each in page.invoices[:MOST]
    ]


def _payments(page: MemberPage) -> list[Happening]:
    rows = Payment.objects.filter(cluster_id=page.membership.cluster_id, organisation=page.organisation).order_by("-received_on", "-id")
    return [Happening("payment", each.received_on, {"minor": each.amount_minor, "currency": each.currency}) for each in rows[:MOST]]


def _sizes(page: MemberPage) -> list[Happening]:
    return [Happening("size", day_of(each.declared_at), {"size": each}, each.declared_by) for each in page.sizes[:MOST]]


def _log(page: MemberPage) -> list[Happening]:
    events = events_about(page.organisation).filter(cluster_id=page.membership.cluster_id, verb__in=VERBS).exclude(verb__in=TOLD_BY_ROWS)
    return [Happening("log", day_of(each.at), {"sentence": sentence(each)}) for each in events[:MOST]]
