"""What the receiving end says of an e-invoice: taken, turned down, or try later; and how long to wait then."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

WAITING, SENT, ACCEPTED, REJECTED, FAILED = "waiting", "sent", "accepted", "rejected", "failed"
# Source: Peppol Invoice Response 3, code list "Invoice status code (OpenPeppol subset of UNCL 4343)"
RESPONSES = {"AB": SENT, "IP": SENT, "UQ": SENT, "CA": ACCEPTED, "AP": ACCEPTED, "PD": ACCEPTED, "RE": REJECTED}
TAKEN, ALREADY_TAKEN = frozenset({200, 201, 202}), 409
WRONG = frozenset({400, 413, 415, 422})  # the document itself: the same one would be turned down again
MOST_TRIES = 12
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=12)
BETWEEN_QUESTIONS, LAST_QUESTION = timedelta(hours=1), timedelta(days=60)
LONGEST = 2_000  # characters of what is kept of a receiver's words


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one try: a status, the receiver's words, and where it keeps the document."""

    status: str
    words: str = ""
    remote: str = ""


def understand(code: int, body: bytes, *, location: str = "") -> Answer:
    """Return what an access point's HTTP status and JSON say; a fault of its own, or of the way there, is tried again later."""
    said = _json(body)
    words = _words(code, said, body)
    if code in TAKEN:
        return Answer(RESPONSES.get(str(said.get("status", "")), SENT), words, location)
    if code == ALREADY_TAKEN:
        return Answer(SENT, words, location)
    return Answer(REJECTED if code in WRONG else WAITING, words)


def heard(code: int, body: bytes) -> Answer:
    """Return what a later question came to; no news, or no answer, leaves the document sent."""
    said = _json(body)
    return Answer(RESPONSES.get(str(said.get("status", "")), SENT) if code in TAKEN else SENT, _words(code, said, body))


def pause(attempts: int) -> timedelta | None:
    """Return how long to wait after so many tries, ever longer; None when it is given up (after about two and a half days)."""
    if attempts >= MOST_TRIES:
        return None
    return min(FIRST_PAUSE * 2 ** max(attempts - 1, 0), LONGEST_PAUSE)


def _json(body: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(body)
    except ValueError:  # also what is not UTF-8
        return {}
    return said if isinstance(said, dict) else {}


def _words(code: int, said: Mapping[str, Any], body: bytes) -> str:
    reasons = [str(said[name]) for name in ("status", "error", "reason", "message", "detail") if said.get(name)]
    reasons += [f"{found.get('code', '')} {found.get('text', '')}".strip() for found in _findings(said)]
    text = "; ".join(reasons) if said or body == b"{}" else body.decode("utf-8", "replace")
    return " ".join(f"{code} {text}".replace("\x00", "").split())[:LONGEST]


def _findings(said: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = said.get("findings")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
