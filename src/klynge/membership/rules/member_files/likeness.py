"""How alike two company names are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from klynge.directory.rules.folding import fold
from klynge.directory.rules.kinds import form_in_name

SURE, POSSIBLE = 800, 600  # per mille
LEAD = 100  # by which the best must be ahead of the next
SAME_PLACE = 150
SAME_DOMAIN_LEAST = 300


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation that a row may mean."""

    organisation_id: int
    name: str
    postcode: str
    cvr: str


def bare_name(name: str) -> str:
    """Return a company's name folded, without its legal form and marks."""
    words = name.rsplit(maxsplit=1)
    stem = words[0] if len(words) == 2 and form_in_name(name) else name
    return " ".join(re.sub(r"[^\w ]", " ", fold(stem)).split())


def likeness(one: str, other: str) -> int:
    """Return how many of the letter triples of both names they share, per mille; 1000 for the same name."""
    first, second = _triples(bare_name(one)), _triples(bare_name(other))
    return 1000 * len(first & second) // max(len(first | second), 1)


def _triples(text: str) -> set[str]:
    return {padded[place : place + 3] for word in text.split() for padded in [f"  {word} "] for place in range(len(padded) - 2)}


def choose(name: str, postcode: str, candidates: Sequence[Candidate], *, shares_domain: bool = False) -> tuple[Candidate | None, bool]:
    """Return the candidate that is meant, and whether that must be asked instead; (None, False) when none is like it."""
    scored = sorted(((_score(name, postcode, one), -one.organisation_id, one) for one in candidates), reverse=True)
    if not scored or scored[0][0] < (SAME_DOMAIN_LEAST if shares_domain else POSSIBLE):
        return None, bool(scored) and shares_domain
    best, runner_up = scored[0][0], scored[1][0] if len(scored) > 1 else 0
    is_sure = best >= (SAME_DOMAIN_LEAST if shares_domain else SURE) and best - runner_up >= LEAD
    is_elsewhere = not shares_domain and bool(postcode and scored[0][2].postcode and postcode != scored[0][2].postcode)
    return scored[0][2], not is_sure or is_elsewhere


def _score(name: str, postcode: str, candidate: Candidate) -> int:
    return likeness(name, candidate.name) + (SAME_PLACE if postcode and postcode == candidate.postcode else 0)
