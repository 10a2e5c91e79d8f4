import numpy as np
import pytest

from klynge.matchmaking.rules.behaviour import learn, put_together, readings
from klynge.matchmaking.rules.history import (
    adamic_adar,
    common_neighbours,
    group_pull,
    history_of,
    popularity,
    shared,
    topic_likeness,
    walk,
)

# 0 and 1 met twice, 1 and 2 once, 2 and 3 once; 4 was alone
PAIRS = [(0, 0), (1, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 3), (3, 3), (4, 4)]


def _history(**changed):
    facts = {"companies": 5, "years_ago": [0, 4, 0, 1, 0], "topics": [[0], [0], [1], [1], []], "groups": [0, 0, 1, 1, 1]}
    return history_of(PAIRS, **facts | changed)


def test_companies_share_the_occasions_where_both_were():
    found = shared(_history()).toarray()
    assert found[0, 1] == 2 and found[1, 2] == 1 and found[0, 2] == 0
    assert not found.diagonal().any() and (found == found.T).all()


def test_an_occasion_told_twice_counts_once():
    assert (
        shared(history_of([*PAIRS, (0, 0)], companies=5, years_ago=[0] * 5, topics=[[]] * 5, groups=[0] * 5)) != shared(_history())
    ).nnz == 0


def test_what_is_long_ago_counts_less():
    assert popularity(_history()).tolist() == [2, 3, 2, 1, 1]
    recent = popularity(_history(), years=1)
    assert recent[2] > recent[0] > recent[3]


def test_a_common_neighbour_with_few_others_says_more():
    assert common_neighbours(_history())[0, 2] == 1
    assert adamic_adar(_history())[0, 2] == pytest.approx(1 / np.log(2), rel=1e-6)


def test_a_walk_keeps_its_walkers_where_there_is_somewhere_to_go():
    for years in (None, 2.0):
        found = walk(_history(), steps=3, years=years)
        assert found[:4].sum(axis=1) == pytest.approx([1, 1, 1, 1], abs=1e-5)
        assert found[4].sum() == 0
        assert found[0, 3] > 0 == found[0, 2]


def test_a_walk_of_three_steps_is_three_steps_one_after_another():
    one = walk(_history(), steps=1)
    assert walk(_history(), steps=3) == pytest.approx(one @ one @ one, abs=1e-6)


def test_the_same_topics_are_alike():
    found = topic_likeness(_history())
    assert found[0, 0] == pytest.approx(1, abs=1e-5) and found[2, 3] > found[0, 3]
    assert not found[4].any()


def test_groups_that_work_together_more_than_by_chance_pull():
    found = group_pull(_history())
    assert found[0, 1] > 0 > found[0, 2]


def test_weights_are_learnt_from_what_came_true_and_are_the_same_each_time():
    history = _history()
    came_true = np.zeros((5, 5), bool)
    came_true[0, 2] = came_true[2, 0] = True
    known = shared(history).toarray() > 0
    np.fill_diagonal(known, val=True)
    weights = learn(readings(history), came_true=came_true, known=known)
    assert weights == learn(readings(history), came_true=came_true, known=known)
    scores = put_together(readings(history), weights=weights)
    assert scores[0, 2] > scores[0, 3] and scores[0, 2] > scores[0, 4]


def test_without_outcomes_the_prior_counts():
    nothing = np.zeros((5, 5), bool)
    assert learn(readings(_history()), came_true=nothing, known=nothing)["topics"] == 1.2
