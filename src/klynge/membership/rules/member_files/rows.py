"""What one row says, cleaned, with everything that is wrong in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from klynge.directory.rules.checking import LENGTHS, Problem, clean_email, clean_organisation, clean_text
from klynge.directory.rules.entries import ContactEntry, SizeEntry
from klynge.directory.rules.folding import fold
from klynge.directory.rules.mail_domains import domain_of
from klynge.directory.rules.sizes import size_fault

from .values import read_date, read_flag, read_size

ORGANISATION = (
    "name", "trading_name", "country", "cvr", "kind", "legal_form", "industry_code", "industry_edition", "street", "postcode", "town", "phone",
    "website", "gln", "buyer_reference",
)  # fmt: skip
PARTS = {"headcount": 1, "fte": 100, "turnover": 1, "payroll": 1}
DAYS = ("founded_on", "joined_on", "ended_on", "size_as_of")
FLAGS = ("has_foreign_parent", "is_advertising_protected", "is_founding")
OLDEST = date(1850, 1, 1)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the cluster knows that a row may name: municipalities and membership types by folded word, and today."""

    municipalities: Mapping[str, str]  # folded name or code -> code
    types: Mapping[str, int]  # folded code or name -> id
    default_type: int
    today: date
    closed_until: date | None = None  # the first day after the last closed term


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it was understood."""

    number: int
    facts: dict[str, Any] = field(default_factory=dict)
    external_id: str = ""
    member_no: int | None = None
    domain: str = ""
    contacts: tuple[ContactEntry, ...] = ()
    sizes: tuple[SizeEntry, ...] = ()
    joined_on: date | None = None
    ended_on: date | None = None
    type_id: int | None = None  # none: the row does not say
    is_founding: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def is_faulty(self) -> bool:
        """Whether anything is wrong that stops the row."""
        return any(not problem.is_warning for problem in self.problems)

    def with_problem(self, problem: Problem) -> Row:
        """Return the row with one more problem."""
        return replace(self, problems=(*self.problems, problem))


def understand(number: int, cells: Mapping[str, str], setting: Setting) -> Row:
    """Read one row given as {field: text}; blank cells say nothing."""
    said = {name: cleaned for name, text in cells.items() if (cleaned := clean_text(text))}
    if "postal" in said:
        said = _split_postal(said)
    facts, problems = clean_organisation({name: said[name] for name in ORGANISATION if name in said})
    if "name" not in said:
        problems.append(Problem("name", "required"))
    days, flags = _days(said, problems), _flags(said, problems)
    facts |= {
        name: value for name, value in (days | flags).items() if name in ("founded_on", "has_foreign_parent", "is_advertising_protected")
    }
    facts |= _municipality(said, setting, problems)
    contacts = _contacts(said, problems)
    domain = next((found for contact in contacts if (found := domain_of(contact.email))), "") or facts.get("email_domain", "")
    return Row(
        number, facts, said.get("external_id", "")[:80], _member_no(said, problems), domain, contacts, _sizes(said, days, setting, problems),
        days.get("joined_on"), days.get("ended_on"), _type(said, setting, problems), flags.get("is_founding", False), tuple(problems),
    )  # fmt: skip


def _split_postal(said: dict[str, str]) -> dict[str, str]:
    postcode, _, town = said["postal"].partition(" ")
    return {"postcode": postcode, "town": town} | said


def _days(said: Mapping[str, str], problems: list[Problem]) -> dict[str, date]:
    days: dict[str, date] = {}
    for name in DAYS:
        if name in said:
            day = read_date(said[name])
            if day is None or day < OLDEST:
                problems.append(Problem(name, "date", said[name]))
            else:
                days[name] = day
    if "joined_on" in days and "ended_on" in days and days["ended_on"] <= days["joined_on"]:
        problems.append(Problem("ended_on", "ended_before_joined", said["ended_on"]))
    return days


def _flags(said: Mapping[str, str], problems: list[Problem]) -> dict[str, bool]:
    flags = {name: read_flag(said[name]) for name in FLAGS if name in said}
    problems += [Problem(name, "flag", said[name]) for name, flag in flags.items() if flag is None]
    return {name: flag for name, flag in flags.items() if flag is not None}


def _municipality(said: Mapping[str, str], setting: Setting, problems: list[Problem]) -> dict[str, str]:
    if "municipality" not in said:
        return {}
    word = fold(said["municipality"]).removesuffix(" kommune")
    code = (
        setting.municipalities.get(word) or setting.municipalities.get(word.zfill(4)) or setting.municipalities.get(word.removesuffix("s"))
    )
    if code is None:
        problems.append(Problem("municipality", "municipality", said["municipality"], is_warning=True))
        return {}
    return {"municipality_id": code}


def _contacts(said: Mapping[str, str], problems: list[Problem]) -> tuple[ContactEntry, ...]:
    """Return the primary and the billing contact; one without a name goes by the address."""
    emails = {}
    for name in ("contact_email", "billing_email"):
        if name in said:
            address, wrong = clean_email(said[name], field=name)
            problems += wrong
            emails[name] = "" if wrong else address
    for name in ("contact_name", "billing_name", "contact_title", "contact_phone"):
        if len(said.get(name, "")) > (most := LENGTHS.get(name, 120)):
            problems.append(Problem(name, "too_long", str(most)))
    primary, billing = emails.get("contact_email", ""), emails.get("billing_email", "")
    contacts = []
    if person := said.get("contact_name") or primary:
        contacts.append(ContactEntry("primary", person, primary, said.get("contact_phone", ""), said.get("contact_title", "")))
    if person := said.get("billing_name") or (said.get("contact_name") if billing == primary else "") or billing:
        contacts.append(ContactEntry("billing", person, billing))
    return tuple(contacts)


def _sizes(said: Mapping[str, str], days: Mapping[str, date], setting: Setting, problems: list[Problem]) -> tuple[SizeEntry, ...]:
    sizes = []
    for metric, parts in PARTS.items():
        if metric not in said:
            continue
        negative = said[metric].startswith(("-", "−")) and read_size(said[metric][1:], parts=parts) is not None
        size = None if negative else read_size(said[metric], parts=parts)
        code = "size_negative" if negative else "size" if size is None else size_fault(metric, *size)
        if code or size is None:
            problems.append(Problem(metric, code, said[metric]))
        else:
            sizes.append(SizeEntry(metric, *size, as_of=days.get("size_as_of", setting.today)))
    return tuple(sizes)


def _member_no(said: Mapping[str, str], problems: list[Problem]) -> int | None:
    if "member_no" not in said:
        return None
    digits = said["member_no"].lstrip("#")
    if not (digits.isascii() and digits.isdigit()) or not 0 < int(digits) < 1_000_000_000:
        problems.append(Problem("member_no", "member_no", said["member_no"]))
        return None
    return int(digits)


def _type(said: Mapping[str, str], setting: Setting, problems: list[Problem]) -> int | None:
    if "type" not in said:
        return None
    found = setting.types.get(fold(said["type"]))
    if found is None:
        problems.append(Problem("type", "type", said["type"]))
    return found


def duplicates(rows: list[Row]) -> list[Row]:
    """Mark every row that names the same organisation as an earlier one: by CVR number, id or member number."""
    first: dict[tuple[str, object], int] = {}
    marked = []
    for row in rows:
        keys = {"cvr": row.facts.get("cvr"), "external_id": row.external_id, "member_no": row.member_no}
        if not row.facts.get("cvr") and not row.external_id and row.member_no is None and row.facts.get("name"):
            keys = {"name": (fold(row.facts["name"]), row.facts.get("postcode", ""), row.joined_on)}
        twice = next(((name, first[name, key]) for name, key in keys.items() if key and (name, key) in first), None)
        for name, key in keys.items():
            if key:
                first.setdefault((name, key), row.number)
        marked.append(row.with_problem(Problem(twice[0], "twice", str(twice[1]))) if twice else row)
    return marked
