from datetime import date

import pytest

from klynge.core.errors import Conflict, Invalid, Refused
from klynge.directory.models import Person
from klynge.engagement.actions import add_activity, blot_participant, note_contact, reverse_activity
from klynge.engagement.models import Activity, FollowUp
from klynge.privacy.actions import forget_person
from klynge.privacy.queries.dossiers import activities_of
from tests.engagement.touched import touched
from tests.factories import company

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 1)


def _add(world, actor=None, organisation=None, **facts):
    given = {"kind": "spoke", "happened_on": DAY, "person": world.bo_user.person, "note": " Om robotter "} | facts
    return add_activity(organisation or world.fjord, cluster=world.nordlys, actor=actor or world.astrid, at=world.noon, **given)


def test_a_talk_that_no_list_knows_is_noted_and_taken_back(inside):
    talk = _add(inside)
    assert (talk.kind, talk.quantity, talk.note, talk.recorded_by) == ("spoke", 100, "Om robotter", "Astrid Holm")
    back = reverse_activity(talk, actor=inside.astrid, at=inside.noon)
    assert (back.quantity, back.reverses, list(Activity.objects.standing())) == (-100, talk, [])
    for again in (talk, back):
        with pytest.raises(Conflict):
            reverse_activity(again, actor=inside.astrid, at=inside.noon)


def test_hours_count_by_the_hour(inside):
    assert (_add(inside, kind="hours", hours=7).quantity, _add(inside, hours=7).quantity) == (700, 100)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "clicked"}, "kind"),
        ({"kind": "no such"}, "kind"),
        ({"happened_on": date(2027, 1, 5)}, "happened_on"),
        ({"happened_on": date(2019, 1, 1)}, "person"),
        ({"kind": "hours", "hours": 0}, "hours"),
    ],
)
def test_what_can_not_be_is_refused_where_it_stands(inside, facts, field):
    with pytest.raises(Invalid) as refusal:
        _add(inside, **facts)
    assert refusal.value.field == field and not Activity.objects.exists()


def test_only_who_looks_after_members_of_the_cluster_notes_anything(inside):
    for actor in (inside.bo, inside.frida, inside.dorte):
        with pytest.raises(Refused):
            _add(inside, actor)
    with pytest.raises(Invalid):
        _add(inside, organisation=company(inside.havblik, "Ukendt"), person=None)


def test_what_another_room_told_is_corrected_there(inside):
    row = touched(inside.nordlys, inside.fjord, "attended", DAY)
    with pytest.raises(Conflict):
        reverse_activity(row, actor=inside.astrid, at=inside.noon)


def _note(world, actor=None, **facts):
    given = {"worklist": "reactivate", "outcome": "spoke", "contacted_on": DAY} | facts
    return note_contact(world.fjord, cluster=world.nordlys, actor=actor or world.astrid, at=world.noon, **given)


def test_a_contact_is_noted_with_its_day_outcome_owner_and_when_to_look_again(inside):
    made = _note(inside, note="Bo vil gerne", owner=inside.frida_user, next_on=date(2027, 2, 1))
    assert (made.outcome, made.owner, made.next_on, made.recorded_by) == ("spoke", inside.frida_user, date(2027, 2, 1), "Astrid Holm")
    assert list(FollowUp.objects.visible_to(inside.astrid)) == [made]
    assert [list(FollowUp.objects.visible_to(actor)) for actor in (inside.bo, inside.dorte)] == [[], []]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"worklist": "x"}, "worklist"),
        ({"outcome": "x"}, "outcome"),
        ({"contacted_on": date(2027, 1, 5)}, "contacted_on"),
        ({"next_on": date(2026, 11, 30)}, "next_on"),
    ],
)
def test_a_note_that_makes_no_sense_is_refused(inside, facts, field):
    with pytest.raises(Invalid) as refusal:
        _note(inside, **facts)
    assert refusal.value.field == field
    with pytest.raises(Invalid, match="does not work"):
        _note(inside, owner=inside.dorte_user)
    with pytest.raises(Refused):
        _note(inside, inside.frida)
    assert not FollowUp.objects.exists()


def test_a_plan_may_lie_ahead(inside):
    assert _note(inside, outcome="planned", contacted_on=date(2027, 2, 1)).pk


def test_who_is_forgotten_is_gone_from_activities_and_notes_and_the_company_keeps_its_points(inside):
    bo, ida = inside.bo_user.person, Person.objects.create(name="Ida Bro")
    rows = [_add(inside), touched(inside.nordlys, inside.fjord, "attended", DAY, person=ida)]
    _note(inside, note="Talte med bo ågård om foråret")
    forget_person(bo, cluster=inside.nordlys, reason="asked", actor=inside.astrid, at=inside.noon)
    found = [(row.person, row.note, row.kind) for row in Activity.objects.order_by("pk")]
    assert found == [(None, "", "spoke"), (ida, "", "attended")] and len(rows) == 2
    assert FollowUp.objects.get().note == "Talte med […] om foråret"
    assert blot_participant(bo, cluster=inside.nordlys, actor=inside.astrid, at=inside.noon) == 0


def test_a_person_gets_to_know_what_is_kept(inside):
    talk = _add(inside)
    assert list(activities_of(inside.bo_user.person, cluster=inside.nordlys)) == [talk]
    with pytest.raises(Refused):
        blot_participant(inside.bo_user.person, cluster=inside.nordlys, actor=inside.bo, at=inside.noon)
