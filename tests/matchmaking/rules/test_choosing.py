import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from klynge.matchmaking.rules.choosing import capped, diverse, gini
from klynge.matchmaking.rules.fusion import both_ways, fused, on_one_scale

SCORES = arrays(np.float64, (6, 8), elements=st.floats(0, 1))


@given(SCORES, st.integers(1, 6), st.integers(1, 4))
def test_nobody_is_in_more_lists_than_the_cap(scores, cap, most):
    lists = capped(scores, most=most, cap=cap)
    shown = np.bincount([each for row in lists for each in row], minlength=8)
    assert shown.max() <= cap and all(len(row) <= most and len(set(row)) == len(row) for row in lists)


@given(SCORES)
def test_without_a_need_to_cap_everybody_gets_the_best(scores):
    for row, chosen in enumerate(capped(scores, most=3, cap=6)):
        assert sorted(scores[row, chosen], reverse=True) == sorted(scores[row][scores[row] > 0], reverse=True)[:3]


@given(SCORES)
def test_both_ways_is_never_above_the_weaker_side_doubled_nor_above_the_stronger(scores):
    there, back = scores[0], scores[1]
    found = both_ways(there, back)
    assert (found <= 2 * np.minimum(there, back) + 1e-12).all() and (found <= np.maximum(there, back) + 1e-12).all()


def test_both_ways_is_the_harmonic_mean():
    assert both_ways(np.array([0.5, 1.0, 0.0]), np.array([1.0, 0.0, 0.0])).tolist() == [pytest.approx(2 / 3), 0, 0]


def test_the_second_of_the_same_kind_gives_way():
    alike = np.array([[1, 0.9, 0], [0.9, 1, 0], [0, 0, 1]])
    assert diverse(np.array([1.0, 0.95, 0.8]), alike, most=3) == [0, 2, 1]
    assert diverse(np.array([1.0, 0.95, 0.0]), alike, most=3) == [0, 1]


def test_fusion_rewards_what_two_rankings_agree_on():
    found = fused([np.array([[3.0, 2.0, 1.0]]), np.array([[0.0, 5.0, 1.0]])])
    assert found.argmax() == 1


def test_equals_share_a_rank_and_silence_adds_nothing():
    found = fused([np.array([[1.0, 1.0, 0.0]])])
    assert found[0, 0] == found[0, 1] == pytest.approx(1 / 61.5) and found[0, 2] == 0


def test_gini_knows_equality_and_monopoly():
    assert gini([4, 4, 4, 4]) == pytest.approx(0) and gini([0, 0, 0, 8]) == pytest.approx(0.75) and gini([0, 0]) == 0


def test_one_scale_keeps_order_and_drops_the_negative():
    assert on_one_scale(np.array([-1.0, 2.0, 4.0])).tolist() == [0, 0.5, 1] and on_one_scale(np.array([0.0])).tolist() == [0]
