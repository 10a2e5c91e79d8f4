"""Late arrivals, walk-ins, no-shows, slots that participants choose, ratings; forgetting and mergers."""

from datetime import timedelta

import pytest

from klynge.core.errors import Conflict, Invalid, Refused
from klynge.directory.models import Merger, Person
from klynge.meetings import actions
from klynge.meetings.models import Delegate, Mode, Participant
from klynge.meetings.queries.instance import current_plan
from klynge.meetings.queries.results import meetings_held
from tests.meetings.conftest import MORNING, company
from tests.meetings.test_planning import planned


@pytest.fixture
def published(stage):
    stage.wish(0, g1="must", g2="meet", g3="meet")
    stage.wish(4, g5="meet")
    actions.publish_plan(planned(stage).plan, **stage.by)
    return stage


def where(plan):
    return {(m.one_id, m.other_id): m.slot.number for m in plan.meetings.held()}


def test_who_comes_late_keeps_all_meetings_and_nobody_else_moves(published):
    guests, before = published.guests, where(current_plan(published.day))
    plan = actions.report_late(guests[1], until=published.slots[3], actor=published.world.astrid, at=MORNING)

    after = where(plan)
    moved = (guests[0].pk, guests[1].pk)
    assert after[moved] == 3 if before[moved] < 3 else after[moved] == before[moved]
    assert {pair: slot for pair, slot in after.items() if pair != moved} == {pair: slot for pair, slot in before.items() if pair != moved}


def test_a_walk_in_gets_the_gaps_that_are_to_come(published):
    other = company(published.world, "Kom Forbi ApS", "41956607")
    late = {"actor": published.world.astrid, "at": MORNING + timedelta(minutes=25)}
    guest = actions.add_participant(published.day, organisation=other, people=[], **late)
    actions.set_wishes(guest, marks={published.guests[5].pk: "meet"}, away=None, **late)
    plan = actions.repair_plan(published.day, **late)

    assert guest.is_walk_in
    assert where(plan)[published.guests[5].pk, guest.pk] >= 2


def test_who_did_not_come_counts_as_not_met_and_it_can_be_taken_back(published):
    plan = current_plan(published.day)
    evening = MORNING + timedelta(hours=3)
    assert len(meetings_held(published.world.nordlys, until=evening)) == 2 * plan.meetings.held().count()

    row = actions.report_no_show(published.guests[0], from_slot=published.slots[0], actor=published.world.astrid, at=MORNING)
    held = meetings_held(published.world.nordlys, until=evening)
    assert {(each.organisation_id, each.counterpart_id) for each in held} == {
        (published.guests[4].organisation_id, published.guests[5].organisation_id),
        (published.guests[5].organisation_id, published.guests[4].organisation_id),
    }
    with pytest.raises(Conflict):
        actions.report_no_show(published.guests[0], from_slot=published.slots[0], actor=published.world.astrid, at=MORNING)
    actions.take_back_no_show(row, actor=published.world.astrid, at=MORNING)
    assert len(meetings_held(published.world.nordlys, until=evening)) == 2 * plan.meetings.held().count()


def test_participants_choose_slots_first_come_first_served(stage):
    actions.change_day(stage.day, mode=Mode.PARTICIPANTS, tables=1, **stage.by)
    stage.wish(1, g0="meet")
    stage.wish(2, g3="meet")
    meeting = actions.choose_slot(stage.guests[0], about=stage.guests[1], slot=stage.slots[2], **stage.by)

    assert (meeting.slot, meeting.table, meeting.confirmed_by) == (stage.slots[2], 1, "Astrid Holm")
    with pytest.raises(Conflict):  # the only table is taken
        actions.choose_slot(stage.guests[3], about=stage.guests[2], slot=stage.slots[2], **stage.by)
    actions.choose_slot(stage.guests[3], about=stage.guests[2], slot=stage.slots[1], **stage.by)
    assert current_plan(stage.day).meetings.count() == 2


def test_a_no_thanks_is_respected_and_nobody_answers_for_others(stage):
    actions.change_day(stage.day, mode=Mode.PARTICIPANTS, **stage.by)
    stage.wish(1, g0="no")
    with pytest.raises(Conflict):
        actions.choose_slot(stage.guests[0], about=stage.guests[1], slot=stage.slots[2], **stage.by)
    for actor in (stage.world.bo, stage.world.dorte):
        with pytest.raises(Refused):
            actions.set_wishes(stage.guests[1], marks={}, away=None, actor=actor, at=stage.world.noon)


def test_a_meeting_is_rated_by_those_who_had_it_once_it_began(published):
    meeting = current_plan(published.day).meetings.held().get(other=published.guests[1])
    said = {"stars": 4, "follows_up": True, "comment": "Godt", "actor": published.world.astrid}
    with pytest.raises(Conflict):
        actions.rate_meeting(published.guests[0], meeting=meeting, **said, at=published.world.noon)
    with pytest.raises(Invalid):
        actions.rate_meeting(published.guests[5], meeting=meeting, **said, at=MORNING + timedelta(hours=3))
    for _ in range(2):
        rating = actions.rate_meeting(published.guests[0], meeting=meeting, **said, at=MORNING + timedelta(hours=3))
    assert (meeting.ratings.count(), rating.stars, rating.follows_up) == (1, 4, True)


def test_a_forgotten_delegate_is_gone_and_the_meetings_stay(published):
    bo = Person.objects.get(name="Bo Ågård")
    count = current_plan(published.day).meetings.count()
    assert actions.blot_delegate(bo, cluster=published.world.nordlys, **published.by) == 1
    assert not Delegate.objects.filter(person=bo).exists()
    assert current_plan(published.day).meetings.count() == count


def test_a_merger_moves_the_loser_where_the_survivor_takes_no_part(stage):
    new = company(stage.world, "Ny ApS", "41956607")
    merger = Merger.objects.create(
        cluster=stage.world.nordlys, survivor=new, loser=stage.guests[1].organisation, effective_on=stage.world.today, merged_at=stage.world.noon, plan={},
    )  # fmt: skip
    assert actions.move_participants(merger, **stage.by) == 1
    assert actions.move_participants(merger, **stage.by) == 0
    assert Participant.objects.get(pk=stage.guests[1].pk).organisation == new
