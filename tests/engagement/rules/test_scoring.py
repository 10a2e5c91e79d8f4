from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from klynge.engagement.rules.scoring import LEVELS, Part, Touch, level, standing
from klynge.engagement.rules.weights import PROPOSAL, KindWeight, Weights, faults

DAY = date(2027, 1, 4)
ONE = Weights(version=0, kinds=PROPOSAL.kinds, normalisation="none")
kinds = st.sampled_from(sorted(PROPOSAL.kinds))
days = st.integers(0, 5_000).map(lambda age: DAY - timedelta(days=age))
touches = st.lists(st.builds(Touch, kinds, days, st.integers(1, 5_000), st.integers(1, 5), st.integers(1, 9)), max_size=40)


def test_what_was_done_half_a_year_ago_counts_half():
    found = standing([Touch("chaired", DAY - timedelta(days=180), person=7)], weights=ONE, contacts=1, on=DAY)
    part = Part("chaired", "contributes", 1, 1, 0, full=12_00, counted=6_00, last_on=DAY - timedelta(days=180))
    assert (found.contributes, found.benefits, found.level, found.parts) == (6_00, 0, "passive", (part,))


def test_three_people_at_four_events_are_said_as_that():
    seen = [Touch("attended", DAY, person=person, occasion=occasion) for person, occasion in ((1, 1), (1, 2), (2, 3), (3, 4), (3, 1))]
    (part,) = standing(seen, weights=ONE, contacts=1, on=DAY).parts
    assert (part.times, part.people, part.occasions, part.counted) == (5, 3, 4, 20_00)


def test_the_four_levels():
    def at(*seen, contacts=1):
        return standing([Touch(kind, DAY) for kind in seen], weights=ONE, contacts=contacts, on=DAY).level

    assert at() == "passive"
    assert at("attended", "attended", "attended") == "recipient"
    assert at("spoke", "attended") == "participant"
    assert at("spoke", "hosted", "attended", "met", "matched") == "engaged"


def test_the_newsletter_alone_is_passive_however_much_is_read():
    seen = [Touch("clicked", DAY) for _ in range(500)] + [Touch("received", DAY)] * 50 + [Touch("signed_in", DAY)] * 300
    found = standing(seen, weights=PROPOSAL, contacts=1, on=DAY)
    assert (found.benefits, found.level) == (8_00, "passive")
    assert faults(PROPOSAL) == []


def test_a_version_that_makes_readers_more_than_passive_is_faulty():
    def with_click(points, cap):
        return Weights(version=1, kinds={**PROPOSAL.kinds, "clicked": KindWeight("benefits", points, cap)})

    assert faults(with_click(50, 20_00)) == ["newsletter"]
    assert faults(with_click(50, None)) == ["uncapped"]
    assert faults(with_click(0, None)) == []
    assert faults(Weights(version=1, kinds={}, engaged_from=60_00)) == ["engaged_above_cap", "nothing_contributes", "nothing_benefits"]


def test_a_large_company_is_not_engaged_for_being_large():
    many = [Touch("attended", DAY, person=person, occasion=1) for person in range(16)]
    by_size = {contacts: standing(many[:contacts], weights=PROPOSAL, contacts=contacts, on=DAY).benefits for contacts in (1, 4, 16)}
    assert by_size == {1: 4_00, 4: 8_00, 16: 16_00}


@given(touches, st.integers(0, 3_000))
def test_points_stay_within_their_caps_and_never_fall_when_something_is_done(seen, contacts):
    found = standing(seen, weights=PROPOSAL, contacts=contacts, on=DAY)
    more = standing([*seen, Touch("spoke", DAY, person=1)], weights=PROPOSAL, contacts=contacts, on=DAY)
    assert 0 <= found.contributes <= 50_00 and 0 <= found.benefits <= 50_00
    assert more.contributes >= found.contributes and more.benefits == found.benefits
    assert LEVELS.index(more.level) >= LEVELS.index(found.level)
    assert found.level == level(found.contributes, found.benefits, PROPOSAL)


@given(touches, st.integers(0, 400))
def test_without_doing_anything_points_only_fall(seen, later):
    now = standing(seen, weights=PROPOSAL, contacts=3, on=DAY)
    then = standing(seen, weights=PROPOSAL, contacts=3, on=DAY + timedelta(days=later))
    assert then.contributes <= now.contributes and then.benefits <= now.benefits


@given(st.integers(1, 700), st.sampled_from(["none", "root", "logarithm"]))
def test_decay_and_size_only_take_away(half_life, normalisation):
    weights = Weights(version=1, kinds={}, half_life_days=half_life, normalisation=normalisation)
    assert list(weights.decays) == sorted(weights.decays, reverse=True)
    assert (weights.decay(0), weights.decay(half_life), weights.decay(20 * half_life), weights.decay(-1)) == (1_000_000, 500_000, 0, 0)
    factors = [weights.size_factor(count) for count in range(50)]
    assert factors == sorted(factors, reverse=True) and factors[0] == factors[1] == 1_000_000
