"""Who did what together, and what that says about who might do something together next.

Source: Cooper, Lee, Radinsky and Siantos, "Random walks in recommender systems" (2014) for the walk; Adamic and Adar (2003); Liben-Nowell and
Kleinberg (2003) for links that are yet to come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

Array = Any  # numpy's own

FRESH_YEARS, WALK_YEARS, TOPIC_YEARS = 0.7, 2.0, 1.0  # how long an occasion counts: after so many years it counts for 1/e
STEPS = 3
FLOOR = 0.01  # of a walker, spread over all: so that the logarithm of a place never reached is finite


@dataclass(frozen=True, slots=True)
class History:
    """Companies (rows) at occasions (columns); how long ago each was, what it was about, and of which group each company is."""

    took_part: Any  # sparse, companies x occasions, 1 where it took part
    years_ago: Array
    topics: Any  # sparse, occasions x topics
    groups: Array  # a small number for each company: its country, its kind

    @property
    def companies(self) -> int:
        """How many companies there are."""
        return int(self.took_part.shape[0])


def history_of(
    pairs: Sequence[tuple[int, int]], *, companies: int, years_ago: Sequence[float], topics: Sequence[Sequence[int]], groups: Sequence[int]
) -> History:
    """Build it from (company, occasion) pairs, each counted once; topics by occasion."""
    unique = sorted(set(pairs))
    rows, columns = [pair[0] for pair in unique], [pair[1] for pair in unique]
    part = sparse.csr_matrix((np.ones(len(unique), np.float32), (rows, columns)), shape=(companies, len(years_ago)))
    marks = [(occasion, topic) for occasion, found in enumerate(topics) for topic in set(found)]
    width = max((topic for _occasion, topic in marks), default=-1) + 1
    about = sparse.csr_matrix(
        (np.ones(len(marks), np.float32), ([mark[0] for mark in marks], [mark[1] for mark in marks])), shape=(len(years_ago), max(width, 1))
    )
    return History(part, np.asarray(years_ago, np.float32), about, np.asarray(groups, np.int64))


def shared(history: History, *, weights: Array | None = None) -> Any:
    """Return how often each two companies were together (sparse, nothing on the diagonal); occasions may be weighted."""
    part = history.took_part
    found = (part if weights is None else part @ sparse.diags(weights)) @ part.T
    found = found.tolil() if found.shape[0] < 2 else found - sparse.diags(found.diagonal())
    found = sparse.csr_matrix(found)
    found.eliminate_zeros()
    return found.astype(np.float32)


def popularity(history: History, *, years: float | None = None) -> Array:
    """Return how often each company took part, occasions counting less with every year when ``years`` is given."""
    weights = np.ones_like(history.years_ago) if years is None else np.exp(-history.years_ago / years)
    return np.asarray(history.took_part @ weights, np.float32)


def common_neighbours(history: History) -> Array:
    """Return how many third companies each two have both worked with."""
    linked = shared(history).sign()
    return (linked @ linked).toarray()


def adamic_adar(history: History) -> Array:
    """Return the same, a third company counting less the more others it knows."""
    linked = shared(history).sign()
    known = np.maximum(np.asarray(linked.sum(axis=1)).ravel(), 2)
    return (linked @ sparse.diags((1 / np.log(known)).astype(np.float32)) @ linked).toarray()


def walk(history: History, *, steps: int = STEPS, years: float | None = None) -> Array:
    """Return how likely a walker from each company stands at each other after so many steps, from partner to partner.

    With ``years`` what is long ago counts less, and a place at a small table counts more than one at a large table.
    """
    if years is None:
        links = shared(history)
    else:
        seats = np.maximum(np.asarray(history.took_part.sum(axis=0)).ravel() - 1, 1)
        links = shared(history, weights=np.exp(-history.years_ago / years) / seats)
    total = np.asarray(links.sum(axis=1)).ravel()
    step = sparse.diags(1 / np.maximum(total, 1e-12)).astype(np.float32) @ links
    found = step.toarray()
    for _step in range(steps - 1):
        found = step @ found
    return found


def topic_likeness(history: History) -> Array:
    """Return the cosine of what each two companies' occasions were about, rare topics counting more, recent ones too."""
    kinds, held = history.topics.shape[0], np.asarray(history.topics.sum(axis=0)).ravel()
    rarity = np.log(max(kinds, 1) / np.maximum(held, 1)) + 1e-6
    recent = sparse.diags(np.exp(-history.years_ago / TOPIC_YEARS))
    profile = (history.took_part @ recent @ history.topics).toarray() * rarity
    profile /= np.maximum(np.linalg.norm(profile, axis=1, keepdims=True), 1e-9)
    return (profile @ profile.T).astype(np.float32)


def group_pull(history: History) -> Array:
    """Return by how much more often than by chance the groups of each two companies worked together (logarithm)."""
    kinds = int(history.groups.max(initial=0)) + 1
    belongs = sparse.csr_matrix(
        (np.ones(history.companies, np.float32), (range(history.companies), history.groups)), (history.companies, kinds)
    )
    seen = (belongs.T @ shared(history) @ belongs).toarray() + 1
    expected = seen.sum(axis=1, keepdims=True) * seen.sum(axis=0, keepdims=True) / seen.sum()
    pull = np.log(seen / expected).astype(np.float32)
    return pull[np.ix_(history.groups, history.groups)]
