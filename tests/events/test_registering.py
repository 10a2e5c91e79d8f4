"""Signing up: seats, queue, price, questions, who may."""

from datetime import date, timedelta

import pytest
from django_scopes import scope

from klynge.core.errors import Conflict, Invalid, Refused
from klynge.core.ranges import span
from klynge.events.actions import cancel_event, cancel_registration, change_event, discard_event, plan_event, publish_event
from klynge.events.models import Event, Registration
from klynge.events.queries.listing import position_of, with_counts
from klynge.membership.models import Membership
from tests.events.stage import come, conference, facts_of, held

pytestmark = pytest.mark.django_db


@pytest.fixture
def nordlys(world):
    with scope(cluster=world.nordlys):
        yield world


def states(event):
    return [registration.state.value for registration in Registration.objects.filter(event=event).order_by("pk")]


def test_seats_are_given_until_there_are_none_and_then_a_queue_forms(nordlys):
    event = held(nordlys, capacity=2)
    rows = [come(nordlys, event, n) for n in (1, 2, 3, 4)]
    assert states(event) == ["seated", "seated", "waiting", "waiting"]
    assert [position_of(row) for row in rows[2:]] == [1, 2]
    counted = with_counts(Event.objects.all()).get()
    assert (counted.taken, counted.waiting, counted.came) == (2, 2, 0)


def test_a_small_party_does_not_pass_those_who_wait(nordlys):
    event = held(nordlys, capacity=3, most_in_party=3)
    come(nordlys, event, 1, party=2)
    come(nordlys, event, 2, party=2)
    come(nordlys, event, 3, party=1)
    assert states(event) == ["seated", "waiting", "waiting"]


def test_without_a_queue_a_full_event_says_so(nordlys):
    event = held(nordlys, capacity=1, has_waiting_list=False)
    come(nordlys, event, 1)
    with pytest.raises(Conflict, match="no seat left"):
        come(nordlys, event, 2)


def test_some_more_may_be_booked_than_there_are_seats(nordlys):
    event = held(nordlys, capacity=1, overbooking=1)
    for number in (1, 2, 3):
        come(nordlys, event, number)
    assert states(event) == ["seated", "seated", "waiting"]


def test_an_address_signs_up_once_and_again_after_cancelling(nordlys):
    event = held(nordlys)
    first = come(nordlys, event, 1)
    with pytest.raises(Conflict, match="signed up already"):
        come(nordlys, event, 1, email="GUEST1@else.example")
    cancel_registration(first, actor=nordlys.astrid, at=nordlys.noon)
    come(nordlys, event, 1)
    assert states(event) == ["cancelled", "seated"]


def test_membership_is_judged_on_the_day_of_the_event_for_the_attendees_own_company(nordlys):
    event = held(
        nordlys, prices=[{"who": "member", "amount_minor": 0}, {"who": "guest", "amount_minor": 50_000}], product=conference(nordlys)
    )
    billing = {"cvr": "13585628", "street": "Kajen 2", "postcode": "9000", "town": "Aalborg"}
    first = come(nordlys, event, 1, organisation=nordlys.fjord)
    Membership.objects.filter(pk=nordlys.fjord_membership.pk).update(during=span(date(2020, 1, 1), event.starts_on))
    second = come(nordlys, event, 2, organisation=nordlys.fjord)
    third = come(nordlys, event, 3, billing_facts=billing)
    found = [(row.is_member, row.amount_minor, row.guest_minor) for row in (first, second, third)]
    assert found == [(True, 0, 50_000), (False, 50_000, 50_000), (False, 50_000, 50_000)]


def test_who_pays_without_a_company_is_asked_for_it(nordlys):
    event = held(nordlys, prices=[{"who": "everybody", "amount_minor": 100}], product=conference(nordlys))
    with pytest.raises(Invalid, match="CVR"):
        come(nordlys, event, 1)


def test_an_event_for_members_is_for_members(nordlys):
    event = held(nordlys, is_public=False)
    come(nordlys, event, 1, organisation=nordlys.fjord)
    with pytest.raises(Conflict, match="for members"):
        come(nordlys, event, 2)


def test_a_company_has_so_many_seats_and_no_more(nordlys):
    event = held(nordlys, most_per_company=2)
    for number in (1, 2):
        come(nordlys, event, number, organisation=nordlys.fjord)
    with pytest.raises(Conflict, match="at most 2"):
        come(nordlys, event, 3, organisation=nordlys.fjord)


def test_questions_are_answered_or_asked_again(nordlys):
    asked = [
        {"kind": "choice", "text": {"da": "Mad?"}, "options": [{"da": "Fisk"}, {"da": "Grønt"}], "is_required": True},
        {"kind": "text", "text": {"da": "Andet?"}},
    ]
    event = held(nordlys, questions=asked)
    food = event.questions.get(position=1)
    for answers in ({}, {food.pk: "Kage"}):
        with pytest.raises(Invalid):
            come(nordlys, event, 1, answers=answers)
    made = come(nordlys, event, 1, answers={food.pk: "Fisk"})
    assert list(made.answers.values_list("text", flat=True)) == ["Fisk"]
    with pytest.raises(Conflict, match="answered"):
        change_event(event, facts=facts_of(nordlys), questions=[], actor=nordlys.astrid, at=nordlys.noon)


@pytest.mark.parametrize("facts", [{"name": " "}, {"email": "nobody"}, {"party": 2}, {"party": 0}])
def test_what_can_not_be_is_told_beside_its_field(nordlys, facts):
    event = held(nordlys)
    with pytest.raises(Invalid) as told:
        come(nordlys, event, 1, **facts)
    assert told.value.field in facts


def test_one_signs_up_only_while_it_is_open(nordlys):
    event = held(nordlys, sign_up_until_at=nordlys.noon + timedelta(days=1))
    with pytest.raises(Conflict):
        come(nordlys, event, 1, at=nordlys.noon + timedelta(days=1))
    draft = plan_event(nordlys.nordlys, facts=facts_of(nordlys), actor=nordlys.astrid, at=nordlys.noon)
    with pytest.raises(Conflict):
        come(nordlys, draft, 1)


def test_a_member_signs_up_for_the_own_company_and_nobody_else(nordlys):
    from klynge.membership.queries.desks import desk_of

    event = held(nordlys)
    bo = desk_of(nordlys.bo_user, slug="nordlys", organisation_id=nordlys.fjord.pk, at=nordlys.noon).actor
    come(nordlys, event, 1, organisation=nordlys.fjord, actor=bo)
    for actor, facts in ((bo, {}), (nordlys.bo, {"organisation": nordlys.fjord}), (nordlys.dorte, {}), (nordlys.frida, {})):
        with pytest.raises(Refused):
            come(nordlys, event, 2, actor=actor, **facts)
    assert [row.name for row in Registration.objects.visible_to(bo)] == ["Gæst 1"]
    assert not Registration.objects.visible_to(nordlys.dorte).exists()


def test_seats_that_are_given_are_not_taken_back_by_a_smaller_room(nordlys):
    event = held(nordlys, capacity=3)
    for number in (1, 2):
        come(nordlys, event, number)
    with pytest.raises(Invalid, match="2 seats are given"):
        change_event(event, facts=facts_of(nordlys, capacity=1), actor=nordlys.astrid, at=nordlys.noon)


def test_a_paid_event_says_how_it_is_invoiced_before_it_opens(nordlys):
    prices = [{"who": "guest", "amount_minor": 50_000}]
    draft = plan_event(nordlys.nordlys, facts=facts_of(nordlys), prices=prices, actor=nordlys.astrid, at=nordlys.noon)
    with pytest.raises(Invalid, match="VAT"):
        publish_event(draft, actor=nordlys.astrid, at=nordlys.noon)


def test_only_a_plan_is_thrown_away_and_only_what_is_open_is_cancelled(nordlys):
    event, draft = held(nordlys), plan_event(nordlys.nordlys, facts=facts_of(nordlys), actor=nordlys.astrid, at=nordlys.noon)
    assert (event.slug, draft.slug) == ("morgenmoede-om-robotter", "morgenmoede-om-robotter-2")
    for refused in (lambda: discard_event(event, **by(nordlys)), lambda: cancel_event(draft, reason="x", **by(nordlys))):
        with pytest.raises(Conflict):
            refused()
    with pytest.raises(Invalid):
        cancel_event(event, reason=" ", **by(nordlys))
    discard_event(draft, **by(nordlys))
    come(nordlys, event, 1)
    cancel_event(event, reason="Sygdom", **by(nordlys))
    assert states(event) == ["cancelled"]


def by(world):
    return {"actor": world.astrid, "at": world.noon}
