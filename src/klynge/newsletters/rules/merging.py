"""Fields in a text: {company} is replaced by what holds for the reader; what is no field is found before anything leaves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

# What may stand in a text, with the Danish name that means the same.
FIELDS = {
    "name": "navn",
    "first_name": "fornavn",
    "company": "virksomhed",
    "member_number": "medlemsnummer",
    "type": "medlemstype",
    "category": "kategori",
    "fee": "kontingent",
    "open_amount": "skyldig",
    "overdue_amount": "forfalden",
    "member_since": "indmeldt",
}
SAME = {danish: name for name, danish in FIELDS.items()} | {name: name for name in FIELDS}
BRACE = re.compile(r"\{([^{}\n]*)\}|[{}]")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A brace that is no field: what stands there, in which line, at which character (both from 1)."""

    text: str
    line: int
    column: int


def unknown_fields(text: str) -> list[Unknown]:
    """Return every brace in the text that names no field, in order."""
    found = []
    for match in BRACE.finditer(text):
        if _field(match) is None:
            before = text[: match.start()]
            found.append(Unknown(match.group(), before.count("\n") + 1, match.start() - (before.rfind("\n") + 1) + 1))
    return found


def merge(text: str, facts: Mapping[str, str]) -> str:
    """Return the text with each field replaced once: a brace inside a fact stays as it is. An unknown brace stays too."""

    def worded(match: re.Match[str]) -> str:
        field = _field(match)
        return match.group() if field is None else facts.get(field, "")

    return BRACE.sub(worded, text)


def paragraphs(text: str) -> list[list[str]]:
    """Return the text as paragraphs (parted by empty lines) of lines."""
    blocks = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").strip())
    return [[line.strip() for line in block.strip("\n").split("\n")] for block in blocks if block.strip()]


def _field(match: re.Match[str]) -> str | None:
    return SAME.get((match.group(1) or "").strip().lower())
