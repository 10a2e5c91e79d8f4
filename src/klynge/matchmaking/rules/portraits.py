"""A company as matching sees it: sentences with their themes, what it offers and what it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .texts import letter_vectors
from .themes import THEMES, recognise, spread

Array = Any
_PLACE: Mapping[str, int] = {theme.code: number for number, theme in enumerate(THEMES)}


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, or a wish without words ("inspire", "share", "team_up"); themes chosen by hand are given, others recognised."""

    text: str
    themes: tuple[str, ...] = ()
    wish: str = ""
    opportunity: int | None = None


@dataclass(frozen=True, slots=True)
class Portrait:
    """A company's key, what it offers, what it needs, what it is about; ``about`` answers who works with the same."""

    key: int
    offers: tuple[Line, ...] = ()
    needs: tuple[Line, ...] = ()
    about: tuple[Line, ...] = ()
    group: int = 0  # its kind, for the prior of behaviour
    barred: frozenset[int] = field(default_factory=frozenset)  # keys never suggested to it


@dataclass(frozen=True, slots=True)
class Lines:
    """Many lines with their owners (numbers of portraits), and vectors to compare them by; ``meaning`` only with a language model."""

    lines: Sequence[Line]
    owners: Array
    letters: Any
    themes: Array
    meaning: Array | None = None

    def rows(self, picked: Array) -> Lines:
        """Return some of them."""
        kept = [self.lines[int(each)] for each in picked]
        meaning = None if self.meaning is None else self.meaning[picked]
        return Lines(kept, self.owners[picked], self.letters[picked], self.themes[picked], meaning)


def themes_of(line: Line) -> list[str]:
    """Return the line's themes: those chosen and those recognised in its words."""
    return list(dict.fromkeys([*(code for code in line.themes if code in _PLACE), *recognise(line.text)]))


def theme_vectors(lines: Sequence[Line]) -> Array:
    """Return one row for each line, of length 1 (0 without a theme): its themes and, at half, their groups; rare ones count more."""
    table = np.zeros((len(lines), len(THEMES)), np.float32)
    for row, line in enumerate(lines):
        for code, weight in spread(themes_of(line)).items():
            table[row, _PLACE[code]] = weight
    rarity = np.log((1 + len(lines)) / (1 + (table > 0).sum(axis=0))) + 0.5
    table *= rarity.astype(np.float32)
    return table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)


def compare_ready(portraits: Sequence[Portrait], *, meanings: Mapping[str, Array] | None = None) -> tuple[Lines, Lines, Lines]:
    """Return the needs, offers and abouts of all, with vectors that may be compared with each other."""
    parts = [
        [(number, line) for number, portrait in enumerate(portraits) for line in getattr(portrait, part)]
        for part in ("needs", "offers", "about")
    ]
    lines = [line for part in parts for _owner, line in part]
    letters, themes = letter_vectors([line.text for line in lines]), theme_vectors(lines)
    meaning = None if meanings is None else _meaning(lines, meanings)
    found, start = [], 0
    for part in parts:
        cut = slice(start, start + len(part))
        owners = np.array([owner for owner, _line in part], np.int64)
        own = None if meaning is None else meaning[cut]
        found.append(Lines([line for _owner, line in part], owners, letters[cut], themes[cut], own))
        start += len(part)
    return found[0], found[1], found[2]


def _meaning(lines: Sequence[Line], meanings: Mapping[str, Array]) -> Array:
    width = len(next(iter(meanings.values()), [0.0]))
    return np.array([meanings.get(line.text, np.zeros(width)) for line in lines], np.float32).reshape(len(lines), width)
