"""Measures of who met whom: a graph as {node: {neighbour, ...}}, undirected, without loops. Pure; nodes are whole numbers.

Sources: Brandes, A Faster Algorithm for Betweenness Centrality, J. Math. Sociology 25 (2001); Watts and Strogatz, Nature 393 (1998) for clustering.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Set

Graph = Mapping[int, Set[int]]


def graph_of(nodes: Iterable[int], ties: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    """Return the graph of these ties; a node of a tie that is not among ``nodes`` is added, a loop is left out."""
    found: dict[int, set[int]] = {node: set() for node in nodes}
    for one, other in ties:
        if one != other:
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return found


def components(graph: Graph) -> list[list[int]]:
    """Return the parts that hang together, the largest first, each in order; parts of one size by their least node."""
    seen: set[int] = set()
    parts = []
    for start in sorted(graph):
        if start in seen:
            continue
        part, queue = {start}, [start]
        while queue:
            fresh = graph[queue.pop()] - part
            part |= fresh
            queue.extend(fresh)
        seen |= part
        parts.append(sorted(part))
    return sorted(parts, key=lambda part: (-len(part), part[0]))


def betweenness(graph: Graph) -> dict[int, float]:
    """Return for each node the share of the other pairs' shortest ways that lead over it: 0 to 1. Takes nodes times ties steps."""
    between = dict.fromkeys(graph, 0.0)
    for source in graph:
        order, before, ways = _ways_from(graph, source)
        weight = dict.fromkeys(order, 0.0)
        for node in reversed(order):
            for earlier in before[node]:
                weight[earlier] += ways[earlier] / ways[node] * (1 + weight[node])
            if node != source:
                between[node] += weight[node]
    pairs = (len(graph) - 1) * (len(graph) - 2)
    return {node: value / pairs if pairs > 0 else 0.0 for node, value in between.items()}


def _ways_from(graph: Graph, source: int) -> tuple[list[int], dict[int, list[int]], dict[int, int]]:
    """Return the nodes in the order of their distance, who comes before each on a shortest way, and how many such ways there are."""
    order: list[int] = []
    before: dict[int, list[int]] = {source: []}
    ways, distance, queue = {source: 1}, {source: 0}, deque([source])
    while queue:
        node = queue.popleft()
        order.append(node)
        for other in graph[node]:
            if other not in distance:
                distance[other], ways[other], before[other] = distance[node] + 1, 0, []
                queue.append(other)
            if distance[other] == distance[node] + 1:
                ways[other] += ways[node]
                before[other].append(node)
    return order, before, ways


def density(graph: Graph) -> float:
    """Return the share of all possible ties that there are: 0 to 1; 0 for fewer than two nodes."""
    count = len(graph)
    return sum(len(others) for others in graph.values()) / (count * (count - 1)) if count > 1 else 0.0


def clustering(graph: Graph) -> dict[int, float]:
    """Return for each node the share of its neighbours' pairs that know each other: 0 to 1; 0 with fewer than two neighbours."""
    found = {}
    for node, others in graph.items():
        possible = len(others) * (len(others) - 1)
        found[node] = sum(len(graph[other] & others) for other in others) / possible if possible else 0.0
    return found
