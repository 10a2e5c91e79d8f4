"""Compare a row with what is known, and decide what it changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from klynge.directory.rules.checking import Problem
from klynge.directory.rules.entries import ContactEntry, OrganisationEntry, SizeEntry
from klynge.directory.rules.folding import fold

from .rows import Row, Setting


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    FAULTY = "faulty"


@dataclass(frozen=True, slots=True)
class KnownContact:
    """Who holds a role now."""

    name: str
    addresses: frozenset[str]
    phone: str
    title: str


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation as it stands before the file."""

    organisation_id: int
    facts: Mapping[str, Any]
    external_id: str = ""
    is_listed: bool = False
    contacts: Mapping[str, KnownContact] = field(default_factory=dict)
    sizes: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)
    spans: tuple[tuple[date, date | None], ...] = ()
    member_no: int | None = None
    is_partner: bool = False
    merged_into: str = ""
    dissolved_on: date | None = None


@dataclass(frozen=True, slots=True)
class JoinEntry:
    """A membership to be made; the organisation is known once it is written."""

    type_id: int
    joined_on: date
    ended_on: date | None
    member_no: int | None
    is_founding: bool
    organisation_id: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a row comes to: the entry to write and the membership to make, or why not."""

    row: Row
    outcome: Outcome
    entry: OrganisationEntry | None = None
    join: JoinEntry | None = None
    organisation_id: int | None = None
    candidates: tuple[int, ...] = ()
    changed: tuple[str, ...] = ()  # the fields that differ


def decide(row: Row, known: Known | None, setting: Setting) -> Decision:
    """Decide what the row changes. Blank cells change nothing; what is known and not named stays."""
    facts = dict(row.facts)
    if row.domain and not facts.get("email_domain"):
        facts["email_domain"] = row.domain
    known_facts = known.facts if known else {}
    if known and known_facts.get("email_domain"):
        facts.pop("email_domain", None)
    row, join = _joining(row, known, setting)
    if known and facts.get("cvr") and known_facts.get("cvr") and facts["cvr"] != known_facts["cvr"]:
        row = row.with_problem(Problem("cvr", "cvr_differs", f"{facts['cvr']} ≠ {known_facts['cvr']}"))
    if row.is_faulty:
        return Decision(row, Outcome.FAULTY, organisation_id=known.organisation_id if known else None)

    changed = {name: value for name, value in facts.items() if known_facts.get(name) != value}
    contacts = tuple(contact for contact in row.contacts if not _is_held(contact, known))
    sizes = tuple(size for size in row.sizes if not _is_declared(size, known))
    external_id = row.external_id if known is None or known.external_id != row.external_id else ""
    before = {name: str(known_facts.get(name) or "") for name in changed} if known else {}
    entry = OrganisationEntry(
        known.organisation_id if known else None, changed, external_id, contacts, sizes, row.joined_on if known is None else None, before
    )
    if known is None:
        return Decision(row, Outcome.NEW, entry, join)
    touched = (*changed, *(f"contact_{contact.role}" for contact in contacts), *(size.metric for size in sizes))
    touched = (*touched, *(["external_id"] if external_id else []), *(["joined_on"] if join else []))
    is_same = not touched and known.is_listed
    return Decision(row, Outcome.UNCHANGED if is_same else Outcome.UPDATE, entry, join, known.organisation_id, changed=touched)


def _is_held(contact: ContactEntry, known: Known | None) -> bool:
    held = known.contacts.get(contact.role) if known else None
    if held is None:
        return False
    is_same = contact.email in held.addresses if contact.email else fold(contact.name) == fold(held.name)
    return is_same and bool(held.phone or not contact.phone) and bool(held.title or not contact.title)


def _is_declared(size: SizeEntry, known: Known | None) -> bool:
    return bool(known) and known.sizes.get(size.metric) == (size.low, size.high)  # type: ignore[union-attr]


def _joining(row: Row, known: Known | None, setting: Setting) -> tuple[Row, JoinEntry | None]:
    """Return the row with what is to be said about its membership, and the membership to make, if any."""
    spans = known.spans if known else ()
    if known and row.member_no and known.member_no and row.member_no != known.member_no:
        row = row.with_problem(Problem("member_no", "member_no_differs", f"{row.member_no} ≠ {known.member_no}"))
    joined_on = row.joined_on or setting.today
    if row.ended_on and row.ended_on <= joined_on and not row.joined_on:
        return row.with_problem(Problem("joined_on", "joined_needed", "")), None
    overlapping = [span for span in spans if span[0] < (row.ended_on or date.max) and joined_on < (span[1] or date.max)]
    if overlapping or (spans and row.joined_on is None):
        return _kept(row, overlapping or list(spans)), None
    if setting.closed_until and joined_on < setting.closed_until:
        return row.with_problem(Problem("joined_on", "term_closed", setting.closed_until.isoformat())), None
    if known and (code := _barred(known, joined_on)):
        return row.with_problem(Problem("name", code, known.merged_into)), None
    return row, JoinEntry(row.type_id or setting.default_type, joined_on, row.ended_on, row.member_no, row.is_founding)


def _barred(known: Known, joined_on: date) -> str:
    """Return the code of why the organisation can't become a member, or nothing."""
    if known.merged_into:
        return "merged"
    if known.dissolved_on and joined_on >= known.dissolved_on:
        return "dissolved"
    return "is_partner" if known.is_partner else ""


def _kept(row: Row, spans: list[tuple[date, date | None]]) -> Row:
    """Say where the file differs from memberships that it does not change."""
    starts, ends = {span[0] for span in spans}, {span[1] for span in spans}
    if row.joined_on and row.joined_on not in starts:
        row = row.with_problem(Problem("joined_on", "joined_kept", min(starts).isoformat(), is_warning=True))
    if row.ended_on and row.ended_on not in ends:
        row = row.with_problem(Problem("ended_on", "ended_kept", row.ended_on.isoformat(), is_warning=True))
    return row
