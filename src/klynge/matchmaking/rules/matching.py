"""Who is suggested to whom: candidates by themes, letters and (where there is a model) meaning, fused; asked of both sides; spread out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .choosing import capped, diverse
from .fusion import RANK_OFFSET, both_ways, on_one_scale
from .portraits import Lines, Portrait, compare_ready
from .texts import likeness

Array = Any

TOP, DEEP = 10, 20  # in a list; considered for one
CHUNK = 500
CANDIDATES = 100  # of each kind for each line
ONE_WAY = 0.4  # what a fit in one direction alone is worth, beside the harmonic mean of both
PRIOR = 0.25  # by how much the prior of behaviour lifts at most
EVEN_SHARE = 5  # the exposure cap: nobody in more lists than so many times an even share, and never fewer than LEAST_CAP
LEAST_CAP = 15
LETTERS_SAY, MEANING_SAYS = 0.1, 0.80  # a cosine up to this is chance
WEIGHTS = {"themes": 1.0, "letters": 0.7, "meaning": 1.5}


@dataclass(frozen=True, slots=True)
class Pick:
    """One company in another's list: keys, place from 1, and a score between 0 and 1."""

    key: int
    other: int
    position: int
    score: float


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything that two companies are compared by."""

    portraits: Sequence[Portrait]
    needs: Lines
    offers: Lines
    about: Lines

    @property
    def size(self) -> int:
        """How many companies there are."""
        return len(self.portraits)


def bench_of(portraits: Sequence[Portrait], *, meanings: Mapping[str, Array] | None = None) -> Bench:
    """Prepare the companies for comparison; ``meanings`` maps sentences to vectors of length 1."""
    needs, offers, about = compare_ready(portraits, meanings=meanings)
    return Bench(portraits, needs, offers, about)


def strengths(ours: Lines, theirs: Lines) -> Array:
    """Return how well each of our lines fits each of theirs, 0 to 1: what several readings say, and how high it ranks among the others."""
    readings = {"themes": ours.themes @ theirs.themes.T, "letters": _above(likeness(ours.letters, theirs.letters), LETTERS_SAY)}
    if ours.meaning is not None and theirs.meaning is not None:
        readings["meaning"] = _above(ours.meaning @ theirs.meaning.T, MEANING_SAYS)
    silence, ranked, total = np.float32(1), np.float32(0), 0.0
    for name, scores in readings.items():
        silence = silence * (1 - np.minimum(scores, 1) * np.float32(min(WEIGHTS[name], 1.0)))
        ranked = ranked + np.float32(WEIGHTS[name]) * _place(scores)
        total += WEIGHTS[name]
    return (1 - silence) * (np.float32(0.5) + np.float32(0.5 / total) * ranked)


def _above(scores: Array, chance: float) -> Array:
    return np.maximum((scores - np.float32(chance)) * np.float32(1 / (1 - chance)), 0)


def _place(scores: Array) -> Array:
    """Return 1 for the first of each row, falling as reciprocal rank fusion does; 0 beyond the candidates and where nothing is said."""
    found = np.zeros_like(scores, dtype=np.float32)
    width = scores.shape[1]
    if not width:
        return found
    most = min(CANDIDATES, width)
    best = np.argpartition(-scores, most - 1, axis=1)[:, :most]
    values = np.take_along_axis(scores, best, axis=1)
    order = np.argsort(-values, axis=1, kind="stable")
    best, values = np.take_along_axis(best, order, axis=1), np.take_along_axis(values, order, axis=1)
    # equals share the rank of the first of them: a tie is no order
    is_new = np.concatenate([np.ones((len(values), 1), bool), values[:, 1:] < values[:, :-1]], axis=1)
    ranks = np.maximum.accumulate(np.where(is_new, np.arange(1, most + 1), 0), axis=1)
    np.put_along_axis(found, best, np.where(values > 0, (RANK_OFFSET + 1) / (RANK_OFFSET + ranks), 0).astype(np.float32), axis=1)
    return found


def fits(ours: Lines, theirs: Lines, *, size: int) -> Array:
    """Return for each two companies how well the best of our lines fits the best of theirs."""
    found = np.zeros((size, size), np.float32)
    for start in range(0, len(ours.lines), CHUNK):
        part = ours.rows(np.arange(start, min(start + CHUNK, len(ours.lines))))
        scores = strengths(part, theirs)
        best = _best_of_each(scores, theirs.owners, size)
        np.maximum.at(found, part.owners, best)
    np.fill_diagonal(found, 0)
    return found


def _best_of_each(scores: Array, owners: Array, size: int) -> Array:
    """Return the best of each owner's columns; owners come in order."""
    found = np.zeros((scores.shape[0], size), np.float32)
    if scores.shape[1]:
        starts = np.flatnonzero(np.concatenate([[True], owners[1:] != owners[:-1]]))
        found[:, owners[starts]] = np.maximum.reduceat(scores, starts, axis=1)
    return found


def complementary(bench: Bench) -> Array:
    """Return how well each two companies complete each other: what one needs the other offers, best if both ways."""
    there = fits(bench.needs, bench.offers, size=bench.size)
    return np.maximum(both_ways(there, there.T), ONE_WAY * np.maximum(there, there.T)).astype(np.float32)


def like_minded(bench: Bench) -> Array:
    """Return how alike what two companies are about is; the same both ways."""
    found = fits(bench.about, bench.about, size=bench.size)
    return both_ways(found, found.T).astype(np.float32)


def choose(bench: Bench, scores: Array, *, prior: Array | None = None, wanted: Mapping[int, Sequence[int]] | None = None) -> list[Pick]:
    """Return up to ten for each company: nobody barred, lifted by the prior, capped in exposure, diverse.

    ``wanted`` names for a company (by number) others that are to be among its ten whatever their rank, if anything speaks for them.
    """
    lifted = scores if prior is None else scores * (1 + PRIOR * prior)
    allowed = np.where(_barred(bench), 0, lifted)
    cap = max(LEAST_CAP, EVEN_SHARE * TOP)
    lists = capped(_deep(allowed), most=DEEP, cap=cap)
    return list(_picks(bench, allowed, lists, wanted or {}))


def _deep(scores: Array) -> Array:
    """Keep each row's best few, so that the cap looks at no more."""
    most = min(2 * DEEP, scores.shape[1])
    if not most:
        return scores
    best = np.argpartition(-scores, most - 1, axis=1)[:, :most]
    kept = np.zeros_like(scores)
    np.put_along_axis(kept, best, np.take_along_axis(scores, best, axis=1), axis=1)
    return kept


def _barred(bench: Bench) -> Array:
    number = {portrait.key: place for place, portrait in enumerate(bench.portraits)}
    found = np.eye(bench.size, dtype=bool)
    for place, portrait in enumerate(bench.portraits):
        found[place, [number[key] for key in portrait.barred if key in number]] = True
    return found


def _picks(bench: Bench, scores: Array, lists: Sequence[Sequence[int]], wanted: Mapping[int, Sequence[int]]) -> Iterator[Pick]:
    look = _company_themes(bench)
    for row, considered in enumerate(lists):
        extra = [other for other in wanted.get(row, ()) if scores[row, other] > 0 and other not in considered]
        among = [*considered, *extra]
        if not among:
            continue
        scale = on_one_scale(scores[row, among])
        chosen = diverse(scale, look[among] @ look[among].T, most=TOP)
        kept = _with_wanted([among[each] for each in chosen], wanted.get(row, ()), scores[row])
        for position, other in enumerate(kept, 1):
            yield Pick(bench.portraits[row].key, bench.portraits[other].key, position, float(min(scores[row, other], 1.0)))


def _with_wanted(chosen: list[int], wanted: Sequence[int], scores: Array) -> list[int]:
    missing = [other for other in wanted if scores[other] > 0 and other not in chosen]
    return chosen[: TOP - len(missing[:TOP])] + missing[:TOP] if missing else chosen


def _company_themes(bench: Bench) -> Array:
    found = np.zeros((bench.size, bench.about.themes.shape[1]), np.float32)
    for lines in (bench.needs, bench.offers, bench.about):
        np.add.at(found, lines.owners, lines.themes)
    return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
