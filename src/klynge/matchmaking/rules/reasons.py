"""Why somebody is suggested: the very features that scored, with the sentences that made them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from .matching import Bench, strengths
from .portraits import Lines, themes_of

MOST, LEAST = 4, 0.02  # reasons; what a fit must be worth to be one


class Reasons:
    """Finds the reasons for pairs of companies, by their numbers on the bench."""

    def __init__(
        self, bench: Bench, occasions: Mapping[int, frozenset[str]], networks: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        self._bench, self._occasions, self._networks = bench, occasions, networks or {}
        self._guests: dict[str, set[int]] = {}
        for number, portrait in enumerate(bench.portraits):
            for occasion in occasions.get(portrait.key, ()):
                self._guests.setdefault(occasion, set()).add(number)
        self._rows = {
            name: _rows_of(lines, bench.size) for name, lines in (("needs", bench.needs), ("offers", bench.offers), ("about", bench.about))
        }

    def why(self, one: int, other: int, *, is_complementary: bool) -> list[dict[str, Any]]:
        """Return up to four reasons, the weightiest first, each with its kind and weight (0 to 1); never what is not in the score."""
        if is_complementary:
            found = [
                self._pair("offer_meets_need", "needs", "offers", one, other),
                self._pair("need_meets_offer", "offers", "needs", one, other),
            ]
        else:
            found = [self._pair("alike", "about", "about", one, other)]
        found += [self._sit_together(one, other), self._together(one, other), self._met(one, other)]
        return sorted((each for each in found if each), key=lambda each: -each["weight"])[:MOST]

    def _pair(self, kind: str, ours: str, theirs: str, one: int, other: int) -> dict[str, Any] | None:
        mine, yours = self._lines(ours, one), self._lines(theirs, other)
        if not mine.lines or not yours.lines:
            return None
        scores = strengths(mine, yours)
        row, column = (int(each) for each in np.unravel_index(int(np.argmax(scores)), scores.shape))
        if scores[row, column] < LEAST:
            return None
        first, second = mine.lines[row], yours.lines[column]
        return {
            "kind": kind, "ours": first.text, "theirs": second.text, "our_wish": first.wish, "their_wish": second.wish,
            "our_opportunity": first.opportunity, "their_opportunity": second.opportunity,
            "themes": _shared(themes_of(first), themes_of(second)), "weight": round(float(scores[row, column]), 3),
        }  # fmt: skip

    def _together(self, one: int, other: int) -> dict[str, Any] | None:
        count = sum(1 for occasion in self._seen(one) & self._seen(other) if not occasion.startswith("network:"))
        return {"kind": "together", "count": count, "weight": 0.04} if count else None

    def _sit_together(self, one: int, other: int) -> dict[str, Any] | None:
        """Name the networks in which both have sat at a meeting, and count the meetings."""
        shared = [occasion for occasion in self._seen(one) & self._seen(other) if occasion.startswith("network:")]
        names = [dict(self._networks[key]) for key in sorted({each.split(":")[1] for each in shared}) if key in self._networks]
        return {"kind": "shared_network", "networks": names, "count": len(shared), "weight": 0.045} if names else None

    def _seen(self, one: int) -> frozenset[str]:
        return self._occasions.get(self._bench.portraits[one].key, frozenset())

    def _met(self, one: int, other: int) -> dict[str, Any] | None:
        """Count the common acquaintances; who they are is theirs to tell."""
        links = self._acquaintances(one) & self._acquaintances(other) - {one, other}
        return {"kind": "common_contacts", "count": len(links), "weight": 0.05} if links else None

    def _acquaintances(self, one: int) -> set[int]:
        """Return whom the company has met at a table; a hall full of people is no acquaintance."""
        return {number for occasion in self._seen(one) if not occasion.startswith("event:") for number in self._guests.get(occasion, ())}

    def _lines(self, part: str, owner: int) -> Lines:
        lines: Lines = getattr(self._bench, part)
        return lines.rows(self._rows[part][owner])


def _rows_of(lines: Lines, size: int) -> list[Any]:
    bounds = np.searchsorted(lines.owners, np.arange(size + 1))
    return [np.arange(bounds[owner], bounds[owner + 1]) for owner in range(size)]


def _shared(one: list[str], other: list[str]) -> list[str]:
    """Return the themes of both; where they only share a group, the group."""
    same = [code for code in one if code in other]
    groups = {code.partition(".")[0] for code in one} & {code.partition(".")[0] for code in other}
    return same or sorted(groups)
