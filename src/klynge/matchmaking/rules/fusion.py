"""Putting rankings together, and asking both sides.

Source: Cormack, Clarke and Buettcher (2009) for reciprocal rank fusion; Pizzato et al., RECON (2010) for the harmonic mean of two preferences.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.stats import rankdata

Array = Any
RANK_OFFSET = 60  # as published: how little the first places differ


def fused(rankings: Sequence[Array], *, weights: Sequence[float] | None = None) -> Array:
    """Return one score for each column of each row: the sum of 1 / (60 + rank), ranks by score, equals sharing the middle rank.

    A score of zero or less says nothing and adds nothing.
    """
    total = np.zeros_like(np.asarray(rankings[0], np.float64))
    for scores, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        ranks = rankdata(-np.asarray(scores, np.float64), axis=-1)
        total += np.where(scores > 0, weight / (RANK_OFFSET + ranks), 0.0)
    return total


def both_ways(there: Array, back: Array) -> Array:
    """Return the harmonic mean of what one side sees in the other and the other in it: high only where both are; zero where one is."""
    product, total = there * back, there + back
    return np.divide(2 * product, total, out=np.zeros_like(np.asarray(total, np.float64)), where=total > 0)


def on_one_scale(scores: Array) -> Array:
    """Return the scores between 0 and 1: 1 for the best of all; nothing below 0."""
    best = float(np.max(scores, initial=0.0))
    return np.clip(scores, 0, None) / best if best > 0 else np.zeros_like(scores, dtype=np.float64)
