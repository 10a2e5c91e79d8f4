import numpy as np
import pytest

from klynge.matchmaking.rules.matching import TOP, bench_of, choose, complementary, like_minded
from klynge.matchmaking.rules.portraits import Line, Portrait
from klynge.matchmaking.rules.reasons import Reasons

NEED, OFFER = Line("Vi søger billedgenkendelse"), Line("Machine vision for robots")


def _fair(*more):
    both = (Portrait(10, offers=(Line("Svejsning af maskiner"),), needs=(NEED,)), Portrait(20, offers=(OFFER,), needs=(Line("Svejsning"),)))
    return [*both, Portrait(30, offers=(OFFER,)), Portrait(40, about=(Line("Regnskab"),)), *more]


def test_a_fit_both_ways_is_worth_more_than_one_way():
    scores = complementary(bench_of(_fair()))
    assert scores[0, 1] > scores[0, 2] > 0 == scores[0, 3]
    assert np.allclose(scores, scores.T) and not scores.diagonal().any()


def test_the_barred_are_never_chosen_and_keys_name_the_companies():
    portraits = _fair()
    portraits[0] = Portrait(10, portraits[0].offers, portraits[0].needs, barred=frozenset([20, 999]))
    bench = bench_of(portraits)
    picks = choose(bench, complementary(bench))
    assert [(pick.key, pick.other, pick.position) for pick in picks if pick.key == 10] == [(10, 30, 1)]
    assert (20, 10) in {(pick.key, pick.other) for pick in picks}


def test_a_list_is_no_longer_than_ten_and_nobody_is_in_it_twice():
    crowd = [Portrait(100 + number, offers=(OFFER,), needs=(NEED,)) for number in range(40)]
    bench = bench_of(crowd)
    picks = choose(bench, complementary(bench))
    lists = [[pick.other for pick in picks if pick.key == portrait.key] for portrait in crowd]
    assert all(len(found) == len(set(found)) == TOP for found in lists)


def test_nobody_stands_in_more_lists_than_the_cap():
    star = Portrait(1, offers=(Line("Machine vision for robots and billedgenkendelse"),))
    crowd = [Portrait(100 + number, needs=(NEED,)) for number in range(120)]
    bench = bench_of([star, *crowd])
    shown = sum(pick.other == 1 for pick in choose(bench, complementary(bench)))
    assert shown == 50


def test_the_prior_decides_between_equals():
    portraits = [Portrait(1, needs=(NEED,)), Portrait(2, offers=(OFFER,)), Portrait(3, offers=(OFFER,))]
    bench, prior = bench_of(portraits), np.zeros((3, 3), np.float32)
    prior[0, 2] = 1
    first = [pick.other for pick in choose(bench, complementary(bench), prior=prior) if pick.key == 1]
    assert first == [3, 2] and [pick.other for pick in choose(bench, complementary(bench)) if pick.key == 1] == [2, 3]


def test_like_minded_looks_at_what_companies_are_about():
    portraits = [Portrait(key, about=(Line(text),)) for key, text in ((1, "Droner til landbrug"), (2, "Drones for farming"), (3, "Bøger"))]
    scores = like_minded(bench_of(portraits))
    assert scores[0, 1] > 0.2 and scores[0, 2] < 0.1


def test_reasons_are_the_lines_that_scored_and_the_tables_both_sat_at():
    bench = bench_of(_fair())
    occasions = {
        10: frozenset(["meeting:1", "event:9"]),
        20: frozenset(["meeting:2", "event:9"]),
        30: frozenset(["meeting:1", "meeting:2"]),
    }
    found = {each["kind"]: each for each in Reasons(bench, occasions).why(0, 1, is_complementary=True)}
    assert (found["offer_meets_need"]["ours"], found["offer_meets_need"]["theirs"]) == (NEED.text, OFFER.text)
    assert found["together"]["count"] == 1 and found["common_contacts"]["count"] == 1
    assert list(found) == sorted(found, key=lambda kind: -found[kind]["weight"])


def test_a_network_in_which_both_sit_is_a_reason_with_its_name_and_counts_once():
    occasions = {10: frozenset(["network:7:1", "network:7:2", "event:9"]), 20: frozenset(["network:7:2", "network:8:3"])}
    found = {
        each["kind"]: each for each in Reasons(bench_of(_fair()), occasions, {"7": {"da": "Robotter"}}).why(0, 1, is_complementary=True)
    }
    assert (found["shared_network"]["networks"], found["shared_network"]["count"]) == ([{"da": "Robotter"}], 1)
    assert "together" not in found


@pytest.mark.parametrize("portraits", [[], [Portrait(1)], [Portrait(1, needs=(NEED,)), Portrait(2)]])
def test_too_little_to_compare_suggests_nobody(portraits):
    bench = bench_of(portraits)
    assert choose(bench, complementary(bench)) == [] and choose(bench, like_minded(bench)) == []
