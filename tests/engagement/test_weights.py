from datetime import date
from decimal import Decimal

import pytest

from klynge.core.errors import Conflict, Invalid, Refused
from klynge.engagement.actions import adopt_weights, change_weights, choose_statement, compute_scores, discard_weights, draft_weights
from klynge.engagement.models import StatementChoice, WeightScheme
from klynge.engagement.queries.weighing import as_data, from_data, plain, weights_on
from klynge.engagement.rules.weights import PROPOSAL

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 4)


def _draft(world):
    return draft_weights(world.nordlys, actor=world.astrid, at=world.noon)


def _adopt(world, scheme, **facts):
    given = {"adopted_on": TODAY, "effective_on": TODAY, "resolution": "Bestyrelsesmøde 1/2027, punkt 4"} | facts
    return adopt_weights(scheme, actor=world.astrid, at=world.noon, **given)


def _change(world, scheme, general=None, **kinds):
    return change_weights(scheme, general=general or {}, kinds=kinds, actor=world.astrid, at=world.noon)


def test_the_first_draft_is_our_proposal_and_there_is_one_at_a_time(inside):
    scheme = _draft(inside)
    assert as_data(plain(scheme)) == as_data(PROPOSAL) | {"version": 1}
    assert from_data(as_data(PROPOSAL)) == PROPOSAL
    with pytest.raises(Conflict):
        _draft(inside)
    discard_weights(scheme, actor=inside.astrid, at=inside.noon)
    assert not WeightScheme.objects.exists()


def test_the_board_changes_what_counts_and_the_past_keeps_what_counted_then(inside):
    general = {"half_life_days": 365, "passive_below": Decimal("9.5"), "normalisation": "none"}
    scheme = _change(
        inside, _draft(inside), general, spoke={"points": Decimal("7.5"), "cap": Decimal(30)}, received={"axis": "contributes"}
    )
    _adopt(inside, scheme)
    now = weights_on(inside.nordlys, TODAY)
    assert (now.version, now.half_life_days, now.passive_below, now.normalisation) == (1, 365, 9_50, "none")
    assert (now.kinds["spoke"].points, now.kinds["spoke"].cap, now.kinds["received"].axis) == (7_50, 30_00, "contributes")
    assert weights_on(inside.nordlys, date(2027, 1, 3)) == PROPOSAL
    assert from_data(compute_scores(inside.nordlys, on=TODAY, actor=inside.astrid, at=inside.noon).weights) == now


def test_what_is_adopted_is_never_changed(inside):
    scheme = _adopt(inside, _draft(inside))
    for attempt in (
        lambda: _change(inside, scheme, {"half_life_days": 1}),
        lambda: discard_weights(scheme, actor=inside.astrid, at=inside.noon),
        lambda: _adopt(inside, scheme),
    ):
        with pytest.raises(Conflict):
            attempt()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"resolution": " "}, "resolution"),
        ({"adopted_on": date(2027, 1, 5), "effective_on": date(2027, 1, 5)}, "adopted_on"),
        ({"effective_on": date(2027, 1, 3)}, "effective_on"),
    ],
)
def test_adoption_says_who_decided_and_reaches_no_day_before(inside, facts, field):
    scheme = _draft(inside)
    with pytest.raises(Invalid) as refusal:
        _adopt(inside, scheme, **facts)
    assert refusal.value.field == field


def test_a_later_version_begins_later(inside):
    _adopt(inside, _draft(inside))
    second = _draft(inside)
    with pytest.raises(Invalid, match="Version 1 counts from"):
        _adopt(inside, second)
    assert _adopt(inside, second, effective_on=date(2027, 2, 1)).version == 2
    assert [weights_on(inside.nordlys, day).version for day in (TODAY, date(2027, 2, 1))] == [1, 2]


def test_weights_that_make_readers_engaged_can_not_be_adopted(inside):
    scheme = _change(inside, _draft(inside), clicked={"cap": Decimal(40)})
    with pytest.raises(Invalid, match="below the points of a passive member"):
        _adopt(inside, scheme)


@pytest.mark.parametrize(
    ("general", "kinds", "field"),
    [
        ({"half_life_days": 0}, {}, "half_life_days"),
        ({"engaged_from": Decimal(101)}, {}, "engaged_from"),
        ({"normalisation": "x"}, {}, "normalisation"),
        ({}, {"spoke": {"points": Decimal(-1)}}, "points_spoke"),
    ],
)
def test_numbers_that_can_not_be_are_refused_where_they_stand(inside, general, kinds, field):
    scheme = _draft(inside)
    with pytest.raises(Invalid) as refusal:
        _change(inside, scheme, general, **kinds)
    assert refusal.value.field == field


def test_nobody_else_weighs(inside):
    scheme = _draft(inside)
    for actor in (inside.bo, inside.dorte, inside.frida):
        by = {"actor": actor, "at": inside.noon}
        for attempt in (
            lambda by=by: draft_weights(inside.nordlys, **by),
            lambda by=by: change_weights(scheme, general={}, kinds={}, **by),
            lambda by=by: adopt_weights(scheme, adopted_on=TODAY, effective_on=TODAY, resolution="x", **by),
            lambda by=by: discard_weights(scheme, **by),
            lambda by=by: choose_statement(inside.nordlys, is_attached=True, **by),
        ):
            with pytest.raises(Refused):
                attempt()
    assert list(WeightScheme.objects.visible_to(inside.dorte)) == [] and not StatementChoice.objects.exists()
