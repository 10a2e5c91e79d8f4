"""What fits into a profile."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

LONGEST_SUMMARY, LONGEST_TEXT, LONGEST_TAG, MOST_TAGS = 200, 4_000, 40, 20


def clean_lines(text: str) -> str:
    """Drop control characters, collapse blanks inside lines, and keep at most one empty line between paragraphs."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept: list[str] = []
    for line in lines:
        clean = " ".join("".join(letter if letter.isprintable() else " " for letter in line).split())
        if clean or (kept and kept[-1]):
            kept.append(clean)
    return "\n".join(kept).strip()


def clean_tags(tags: Iterable[str]) -> list[str]:
    """Return each tag once, whatever its case, in the order given; blanks collapse, empty ones go."""
    found: dict[str, str] = {}
    for tag in tags:
        clean = " ".join(clean_lines(tag).split())
        if clean:
            found.setdefault(clean.casefold(), clean)
    return list(found.values())
