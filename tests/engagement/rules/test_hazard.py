import numpy as np
import pytest

from klynge.engagement.rules.calibration import calibrate, dues_at_risk, share_interval
from klynge.engagement.rules.hazard import NAMES, PRIOR_DEVIATIONS, PRIOR_MEANS, TENURE, Fit, MemberYear, fit, foretell

NEW, OLD = MemberYear(is_first=True, is_late=False), MemberYear(is_first=False, is_late=False)


def _members(random, count):
    return [
        MemberYear(bool(first), bool(late), int(given), int(taken))
        for first, late, given, taken in zip(
            random.random(count) < 0.15, random.random(count) < 0.1, random.gamma(1.0, 800, count), random.gamma(1.5, 900, count), strict=True
        )
    ]  # fmt: skip


def _true(values, members):
    """The chances under known coefficients, with the centres that a fit finds in the members themselves."""
    centres = tuple(float(np.mean([getattr(m, name) for m in members])) / 1_000 for name in ("contributes", "benefits"))
    wide = tuple(tuple(0.0 for _ in NAMES) for _ in NAMES)
    return np.array([each.risk for each in foretell(Fit(NAMES, tuple(values), wide, centres, 0, 0), members)])


def _lived(random, members, chances):
    left = random.random(len(members)) < chances
    return [MemberYear(m.is_first, m.is_late, m.contributes, m.benefits, bool(gone)) for m, gone in zip(members, left, strict=True)]


def test_without_years_it_says_what_is_known_of_such_associations_and_nothing_of_members():
    found = fit([])
    new, old = foretell(found, [NEW, OLD])
    assert (round(new.risk, 4), round(old.risk, 4), found.is_enough) == (0.16, 0.10, False)
    assert new.low < 0.1 and new.high > 0.25


def test_a_few_years_move_it_a_little_and_many_all_the_way():
    few = foretell(fit([OLD] * 9 + [MemberYear(False, False, has_left=True)] * 3), [OLD])[0].risk
    many = foretell(fit([OLD] * 6_000 + [MemberYear(False, False, has_left=True)] * 2_000), [OLD])[0].risk
    assert 0.10 < few < 0.16
    assert many == pytest.approx(0.25, abs=0.005)


def test_the_interval_holds_the_truth_nine_times_of_ten():
    """Worlds drawn from the priors, lived through for two years of 150 members: the true chance of a member is in its interval."""
    random, held = np.random.default_rng(7), []
    for _world in range(300):
        values = random.normal([PRIOR_MEANS[n] for n in NAMES], [PRIOR_DEVIATIONS[n] for n in NAMES])
        members = _members(random, 300)
        chances = _true(values, members)
        for estimate, chance in zip(foretell(fit(_lived(random, members, chances)), members[:5]), chances[:5], strict=True):
            held.append(estimate.low <= chance <= estimate.high)
    assert 0.87 <= np.mean(held) <= 0.93


def test_what_matters_is_found_and_beats_the_baseline():
    random = np.random.default_rng(3)
    values = [PRIOR_MEANS["later"], PRIOR_MEANS["first_year"], 0.9, -0.8, -0.8]
    terms = []
    for _year in range(8):
        members = _members(random, 400)
        terms.append(_lived(random, members, _true(values, members)))
    found = fit([year for term in terms for year in term])
    assert all(low <= value <= high for value, (low, high) in zip(values, map(found.interval, NAMES), strict=True))
    calibration = calibrate(terms)
    assert calibration.errors["model"] < calibration.errors["baseline"] < calibration.errors["prior"]
    assert sum(group.members for group in calibration.groups) == 7 * 400
    assert sum(group.is_right for group in calibration.groups) >= 4


def test_where_scores_say_nothing_it_is_hardly_worse_than_the_baseline():
    random = np.random.default_rng(5)
    terms = [
        _lived(random, members := _members(random, 150), np.where([m.is_first for m in members], 0.16, 0.10)) for _ in range(6)
    ]  # fmt: skip
    errors = calibrate(terms).errors
    assert abs(errors["model"][0] - errors["baseline"][0]) < 0.002


def test_dues_at_risk_are_the_fees_by_the_chances_within_what_happens_nine_times_of_ten():
    random, inside = np.random.default_rng(11), []
    for world in range(120):
        values = random.normal([PRIOR_MEANS[n] for n in TENURE], [PRIOR_DEVIATIONS[n] for n in TENURE])
        members, fees = _members(random, 150), [int(fee) for fee in random.integers(100_000, 2_500_000, 150)]
        chances = _true([*values, 0, 0], members)
        risk = dues_at_risk(fit(_lived(random, members, chances), names=TENURE), members, fees, seed=world, most_draws=400)
        lost = sum(fee for fee, gone in zip(fees, random.random(150) < chances, strict=True) if gone)
        inside.append(risk.low <= lost <= risk.high)
        assert (risk.fees, risk.low <= risk.expected <= risk.high) == (sum(fees), True)
    assert 0.82 <= np.mean(inside) <= 0.97


def test_the_same_seed_gives_the_same_bounds_and_nobody_is_no_risk():
    found = fit([OLD] * 200)
    assert dues_at_risk(found, [OLD] * 9, [100] * 9, seed=1) == dues_at_risk(found, [OLD] * 9, [100] * 9, seed=1)
    assert dues_at_risk(found, [], [], seed=1).expected == 0
    assert calibrate([]).errors == {} and calibrate([[OLD] * 20]).groups == ()


def test_the_interval_of_a_share():
    low, high = share_interval(0, 20)
    assert (low, round(high, 3)) == (0.0, 0.119)
    assert share_interval(20, 20)[1] == 1.0
