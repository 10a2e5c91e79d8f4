"""The prior of behaviour: several readings of one history put together, with weights learnt from what came of earlier ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from .history import FLOOR, FRESH_YEARS, WALK_YEARS, History, common_neighbours, group_pull, popularity, topic_likeness, walk

Array = Any

NEGATIVES, PULL_TO_ZERO = 60, 0.01  # others drawn for each company when learning; inverse strength of the penalty
# For a room with too few outcomes of its own to learn from. Rounded from what Horizon 2020 consortia of 2017 taught (see docs/benchmarks.md).
PRIOR_WEIGHTS = {
    "active": 0.4, "fresh": 0.15, "topics": 1.2, "two_steps": 0.06, "three_steps": 0.1, "recent_steps": 0.1, "third_parties": 0.3, "group": 0.35,
}  # fmt: skip


def _logged(history: History, chances: Array) -> Array:
    return np.log(chances * history.companies + FLOOR).astype(np.float32)


def _everywhere(history: History, values: Array) -> Array:
    return np.broadcast_to(np.log(values + FLOOR).astype(np.float32), (history.companies, history.companies))


READINGS: Mapping[str, Callable[[History], Array]] = {
    "active": lambda history: _everywhere(history, popularity(history)),
    "fresh": lambda history: _everywhere(history, popularity(history, years=FRESH_YEARS)),
    "topics": topic_likeness,
    "two_steps": lambda history: _logged(history, walk(history, steps=2)),
    "three_steps": lambda history: _logged(history, walk(history)),
    "recent_steps": lambda history: _logged(history, walk(history, years=WALK_YEARS)),
    "third_parties": lambda history: np.log1p(common_neighbours(history)).astype(np.float32),
    "group": group_pull,
}


def readings(history: History) -> dict[str, Array]:
    """Return what each reading says of each two companies, on scales that may be added (logarithms and cosines)."""
    return {name: read(history) for name, read in READINGS.items()}


def prior(history: History, *, weights: Mapping[str, float] | None = None) -> Array:
    """Return 0 to 1 for each two companies: their place among the row's others by the readings together; one reading in memory at a time."""
    total = np.zeros((history.companies, history.companies), np.float32)
    for name, weight in (weights or PRIOR_WEIGHTS).items():
        total += np.float32(weight) * READINGS[name](history)
    places = total.argsort(axis=1).argsort(axis=1).astype(np.float32)
    return places / max(history.companies - 1, 1)


def put_together(found: Mapping[str, Array], *, weights: Mapping[str, float] = PRIOR_WEIGHTS) -> Array:
    """Return the weighted sum of the readings."""
    total = 0.0
    for name, weight in weights.items():
        total = total + np.float32(weight) * found[name]
    return total


def learn(found: Mapping[str, Array], *, came_true: Array, known: Array, seed: int = 2018) -> dict[str, float]:
    """Return the weights that tell apart who became partners (``came_true``, yes or no for each two) from others not ``known`` before.

    Each company counts the same, however many partners it found. Chance is a seeded draw, so the same input gives the same weights.
    """
    chance = np.random.default_rng(seed)
    rows, columns, answers, counts = [], [], [], []
    for company in np.flatnonzero(came_true.any(axis=1)):
        partners = np.flatnonzero(came_true[company])
        drawn = chance.integers(0, came_true.shape[1], NEGATIVES)
        others = drawn[~known[company, drawn] & ~came_true[company, drawn]]
        if not len(others):
            continue
        rows.append(np.full(len(partners) + len(others), company))
        columns.append(np.concatenate([partners, others]))
        answers.append(np.concatenate([np.ones(len(partners)), np.zeros(len(others))]))
        counts.append(np.concatenate([np.full(len(partners), 1 / len(partners)), np.full(len(others), 1 / len(others))]))
    if not rows:
        return dict(PRIOR_WEIGHTS)
    return _fitted(found, np.concatenate(rows), np.concatenate(columns), np.concatenate(answers), np.concatenate(counts))


def _fitted(found: Mapping[str, Array], rows: Array, columns: Array, answers: Array, counts: Array) -> dict[str, float]:
    table = np.stack([values[rows, columns] for values in found.values()], axis=1).astype(np.float64)
    spread = table.std(axis=0) + 1e-9
    model = LogisticRegression(C=PULL_TO_ZERO, max_iter=500).fit((table - table.mean(axis=0)) / spread, answers, sample_weight=counts)
    return {name: float(weight) for name, weight in _named(found, model.coef_[0] / spread)}


def _named(found: Mapping[str, Array], values: Array) -> Iterable[tuple[str, float]]:
    return zip(found, values, strict=True)
