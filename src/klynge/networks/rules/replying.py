"""What somebody answered to a mail, without what was quoted beneath."""

from __future__ import annotations

import re

MARK = "##-"  # stands, with words beside it, above what we send: whatever follows was not written by who answers
_ATTRIBUTION = re.compile(r"^\s*(on|den|d\.|am|le)\b.{0,200}\d.{0,200}\b(wrote|skrev|schrieb|a écrit)\b.{0,200}:\s*$", re.IGNORECASE)
_HEADING = re.compile(r"^\s*(-{2,}\s*(original message|oprindelig meddelelse)|_{10,}|(from|fra)\s*:\s.+)", re.IGNORECASE)
_SIGNATURE = re.compile(r"^-- ?$")


def answer_in(text: str) -> str:
    """Return the lines that were written anew: up to our mark, an attribution, a forwarded heading or a signature, and none that is quoted."""
    lines: list[str] = []
    found = text.replace("\r\n", "\n").split("\n")
    for number, line in enumerate(found):
        following = f"{line} {found[number + 1]}" if number + 1 < len(found) else line
        if MARK in line or _HEADING.match(line) or _SIGNATURE.match(line) or _ATTRIBUTION.match(line):
            break
        if _ATTRIBUTION.match(following):  # broken over two lines
            break
        if not line.lstrip().startswith(">"):
            lines.append(line.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
