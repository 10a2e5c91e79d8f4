"""Measures of a network equal those of networkx; the picture is the same whenever it is drawn."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klynge.engagement.rules.graph import betweenness, clustering, components, density, graph_of
from klynge.engagement.rules.layout import placed

NODES = st.integers(0, 12)
GRAPHS = st.tuples(st.sets(NODES, max_size=13), st.lists(st.tuples(NODES, NODES), max_size=40))


def other(nodes, ties):
    found = nx.Graph()
    found.add_nodes_from(nodes)
    found.add_edges_from((a, b) for a, b in ties if a != b)
    found.add_nodes_from(node for a, b in ties if a != b for node in (a, b))
    return found


@given(GRAPHS)
def test_every_measure_equals_that_of_networkx(drawn):
    nodes, ties = drawn
    ours, theirs = graph_of(nodes, ties), other(nodes, ties)
    assert set(ours) == set(theirs.nodes) and {node: len(others) for node, others in ours.items()} == dict(theirs.degree)
    assert betweenness(ours) == pytest.approx(nx.betweenness_centrality(theirs))
    assert clustering(ours) == pytest.approx(nx.clustering(theirs))
    assert density(ours) == pytest.approx(nx.density(theirs))
    assert sorted(map(sorted, nx.connected_components(theirs))) == sorted(components(ours))


def test_a_larger_network_agrees_too():
    theirs = nx.gnm_random_graph(120, 400, seed=7)
    ours = graph_of(theirs.nodes, theirs.edges)
    assert betweenness(ours) == pytest.approx(nx.betweenness_centrality(theirs))
    assert [len(part) for part in components(ours)] == sorted(map(len, nx.connected_components(theirs)), reverse=True)


@given(GRAPHS)
def test_everybody_has_a_place_in_the_picture_and_always_the_same(drawn):
    nodes, ties = drawn
    graph = graph_of(nodes, ties)
    pairs = {(min(a, b), max(a, b)): 1.0 for a, b in ties if a != b}
    places = placed(sorted(graph), pairs, rounds=10)
    assert set(places) == set(graph) and all(0 <= x <= 1 and 0 <= y <= 1 for x, y in places.values())
    assert places == placed(sorted(graph), pairs, rounds=10)


def test_who_is_tied_stands_nearer_than_who_is_not():
    ties = {(a, b): 1.0 for group in (range(5), range(5, 10)) for a in group for b in group if a < b}
    places = placed(list(range(10)), ties)

    def apart(one, two):
        return ((places[one][0] - places[two][0]) ** 2 + (places[one][1] - places[two][1]) ** 2) ** 0.5

    assert max(apart(*pair) for pair in ties) < min(apart(a, b) for a in range(5) for b in range(5, 10))
