"""From scores to a short list: not ten of the same, and nobody in everybody's list.

Source: Carbonell and Goldstein (1998) for maximal marginal relevance.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Array = Any
LESS_OF_THE_SAME = 0.25  # how much likeness to what is chosen already takes away


def diverse(scores: Array, likeness: Array, *, most: int, weight: float = LESS_OF_THE_SAME) -> list[int]:
    """Return up to ``most`` candidates, each the best once its likeness to those before it is taken off; only positive scores.

    ``scores`` between 0 and 1, ``likeness`` between 0 and 1 for each two candidates. The first of equals comes first.
    """
    worth, chosen = np.where(scores > 0, (1 - weight) * scores, -np.inf), []
    nearest = np.zeros(len(scores))
    for _place in range(min(most, int((scores > 0).sum()))):
        best = int(np.argmax(worth - weight * nearest))
        chosen.append(best)
        worth[best] = -np.inf
        nearest = np.maximum(nearest, likeness[best])
    return chosen


def capped(scores: Array, *, most: int, cap: int) -> list[list[int]]:
    """Return up to ``most`` candidates for each row, none in more than ``cap`` lists: places go to the rows that it suits best.

    Only finite, positive scores are considered; the best first within a row, and where two want the last place, the higher score has it.
    """
    rows, columns = np.nonzero(np.isfinite(scores) & (scores > 0))
    order = np.argsort(-scores[rows, columns], kind="stable")
    lists: list[list[int]] = [[] for _row in range(scores.shape[0])]
    shown = np.zeros(scores.shape[1], np.int64)
    for place in order:
        row, column = int(rows[place]), int(columns[place])
        if len(lists[row]) < most and shown[column] < cap:
            lists[row].append(column)
            shown[column] += 1
    return lists


def gini(counts: Array) -> float:
    """Return how unevenly something is spread: 0 when all have the same, near 1 when one has everything."""
    ordered = np.sort(np.asarray(counts, np.float64))
    total, size = ordered.sum(), len(ordered)
    return float((2 * np.arange(1, size + 1) - size - 1) @ ordered / (size * total)) if total else 0.0
