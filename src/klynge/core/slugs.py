"""The readable end of an address, from a headline."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
LONGEST = 70
RESERVED = frozenset({"feed"})


def slug_of(headline: str, *, taken: Collection[str]) -> str:
    """Return lower-case letters, digits and hyphens, cut at a word, with a number behind where it is taken already."""
    plain = unicodedata.normalize("NFKD", headline.lower().translate(DANISH)).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    slug = ""
    for word in words:
        if slug and len(slug) + 1 + len(word) > LONGEST:
            break
        slug = f"{slug}-{word}" if slug else word[:LONGEST]
    slug = slug or "text"
    number, found = 1, slug
    while found in taken or found in RESERVED:
        number += 1
        found = f"{slug}-{number}"
    return found
