"""Where the nodes of a picture stand: those with ties near each other, all others apart; the same graph is always drawn alike.

Source: Fruchterman and Reingold, Graph Drawing by Force-directed Placement, Software: Practice and Experience 21 (1991), with a pull to the middle
so that parts without a tie stay in the picture.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

GOLDEN = math.pi * (3 - math.sqrt(5))  # the sunflower's angle: an even start without chance
ROUNDS, PULL = 120, 0.9


def placed(nodes: Sequence[int], ties: Mapping[tuple[int, int], float], *, rounds: int = ROUNDS) -> dict[int, tuple[float, float]]:
    """Return each node's place, x and y from 0 to 1; ``ties`` with their weight, above 0."""
    count = len(nodes)
    if count < 2:
        return dict.fromkeys(nodes, (0.5, 0.5))
    number = {node: turn for turn, node in enumerate(nodes)}
    x = [0.5 + 0.45 * math.sqrt((turn + 0.5) / count) * math.cos(turn * GOLDEN) for turn in range(count)]
    y = [0.5 + 0.45 * math.sqrt((turn + 0.5) / count) * math.sin(turn * GOLDEN) for turn in range(count)]
    near = [(number[one], number[other], min(3.0, 0.6 + math.log1p(weight))) for (one, other), weight in ties.items()]
    reach = 0.75 / math.sqrt(count)
    for turn in range(rounds):
        _move(x, y, near, reach, heat=0.12 * (1 - turn / rounds) ** 1.5 + 0.0005)
    return dict(zip(nodes, _fitted(x, y), strict=True))


def _move(x: list[float], y: list[float], near: list[tuple[int, int, float]], reach: float, *, heat: float) -> None:
    count, square = len(x), reach * reach
    dx, dy = [PULL * reach * (0.5 - each) for each in x], [PULL * reach * (0.5 - each) for each in y]
    for one in range(count):
        ox, oy, fx, fy = x[one], y[one], 0.0, 0.0
        for other in range(one + 1, count):
            ax, ay = ox - x[other], oy - y[other]
            push = square / (ax * ax + ay * ay + 1e-9)
            px, py = ax * push, ay * push
            fx += px
            fy += py
            dx[other] -= px
            dy[other] -= py
        dx[one] += fx
        dy[one] += fy
    for one, other, weight in near:
        ax, ay = x[one] - x[other], y[one] - y[other]
        pull = math.sqrt(ax * ax + ay * ay) / reach * weight * 0.35
        dx[one] -= ax * pull
        dy[one] -= ay * pull
        dx[other] += ax * pull
        dy[other] += ay * pull
    for one in range(count):
        length = math.sqrt(dx[one] ** 2 + dy[one] ** 2) or 1.0
        step = min(length, heat) / length
        x[one] += dx[one] * step
        y[one] += dy[one] * step


def _fitted(x: Sequence[float], y: Sequence[float]) -> list[tuple[float, float]]:
    """Stretch both axes so that the picture is full."""

    def spread(values: Sequence[float]) -> list[float]:
        low, high = min(values), max(values)
        return [(each - low) / (high - low) if high > low else 0.5 for each in values]

    return list(zip(spread(x), spread(y), strict=True))
