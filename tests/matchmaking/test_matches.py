from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from klynge.core.errors import Conflict, Invalid, Refused
from klynge.engagement.actions import gather_activities
from klynge.engagement.models import Activity
from klynge.matchmaking.actions import (
    ask_outcomes,
    avoid_company,
    close_match,
    introduce_match,
    publish_opportunity,
    record_meeting,
    record_outcome,
    say_interested,
    write_opportunity,
)
from klynge.matchmaking.models import Match, Stage
from klynge.matchmaking.queries.matches import may_know, waiting_answers
from klynge.outbox.models import Mail
from tests.matchmaking.conftest import FACTS
from tests.world import NOON, TODAY


@pytest.fixture
def pair(fair):
    return fair.company("Robo ApS"), fair.company("Vision A/S")


def _yes(one, other, world, **more):
    return say_interested(one.organisation, other=other.organisation, cluster=world.nordlys, actor=one.actor, at=NOON, **more)


def _mutual(pair, world):
    _yes(*pair, world, message="Vi så jer på messen.")
    return _yes(*pair[::-1], world, message="Gerne!")


def test_one_yes_is_seen_by_nobody_else(pair, world):
    match = _yes(*pair, world, message="Hemmelig")
    robo, vision = pair
    assert match.stage == Stage.INTERESTED
    assert list(Match.objects.visible_to(robo.actor)) == [match] and not Match.objects.visible_to(vision.actor).exists()
    assert not Match.objects.visible_to(world.dorte).exists() and not Match.objects.visible_to(world.bo).exists()
    assert list(Match.objects.visible_to(world.astrid)) == [match] and not Match.objects.visible_to(world.frida).exists()
    assert not Mail.objects.exists()


def test_saying_it_twice_changes_nothing(pair, world):
    assert _yes(*pair, world) == _yes(*pair, world) and Match.objects.get().interests.count() == 1


def test_two_yeses_are_mutual_and_lead_to_an_introduction(pair, world):
    robo, vision = pair
    match = _mutual(pair, world)
    assert match.stage == Stage.MUTUAL and match.mutual_at == NOON
    assert list(Match.objects.visible_to(vision.actor)) == [match]
    introduce_match(match, actor=world.astrid, at=NOON)
    introduce_match(match, actor=world.astrid, at=NOON)
    mails = {mail.to_address: mail.context for mail in Mail.objects.all()}
    assert len(mails) == 2
    told = mails[robo.person.emails.get().address]
    assert (told["other"], told["message"], told["address"]) == ("Vision A/S", "Gerne!", vision.person.emails.get().address)


def test_nobody_is_introduced_before_both_have_said_yes(pair, world):
    match = _yes(*pair, world)
    for act in (
        lambda: introduce_match(match, actor=world.astrid, at=NOON),
        lambda: record_meeting(match, organisation=pair[0].organisation, met_on=TODAY, actor=pair[0].actor, at=NOON),
        lambda: record_outcome(match, organisation=pair[0].organisation, kind="contract", actor=pair[0].actor, at=NOON),
    ):
        with pytest.raises(Conflict):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        Match.objects.update(introduced_at=NOON, introduced_by="x")


def test_an_anonymous_owner_sees_who_is_interested_and_is_named_after_its_yes(pair, world):
    robo, vision = pair
    facts = FACTS | {"is_anonymous": True}
    made = write_opportunity(robo.organisation, cluster=world.nordlys, facts=facts, actor=robo.actor, at=NOON)
    made = publish_opportunity(made, actor=robo.actor, at=NOON)
    match = say_interested(
        vision.organisation, opportunity=made, cluster=world.nordlys, actor=vision.actor, at=NOON, message="Vi kan hjælpe"
    )
    theirs, owners = may_know(match, vision.organisation.pk), may_know(match, robo.organisation.pk)
    assert theirs["other"] is None and theirs["about"] == made
    assert owners["other"] == vision.organisation and owners["message"] == "Vi kan hjælpe" and owners["to_answer"]
    match = _yes(robo, vision, world)
    assert match.stage == Stage.MUTUAL and may_know(match, vision.organisation.pk)["other"] == robo.organisation


def test_a_silent_yes_shows_its_message_to_nobody(pair, world):
    match = _yes(*pair, world, message="Hemmelig")
    assert may_know(match, pair[1].organisation.pk)["message"] == ""


def test_a_blocked_company_reads_the_same_as_for_what_is_over(pair, world):
    robo, vision = pair
    _yes(vision, robo, world)
    avoid_company(robo.organisation, other=vision.organisation, cluster=world.nordlys, is_blocked=True, actor=robo.actor, at=NOON)
    assert Match.objects.get().stage == Stage.CLOSED
    with pytest.raises(Conflict, match="not open any more"):
        _yes(vision, robo, world)


def test_who_is_no_side_of_it_may_not_touch_it(pair, world, fair):
    match, third = _mutual(pair, world), fair.company("Tredje ApS")
    for organisation in (third.organisation, pair[0].organisation):
        with pytest.raises((Refused, Invalid)):
            record_meeting(match, organisation=organisation, met_on=TODAY, actor=third.actor, at=NOON)
        with pytest.raises((Refused, Invalid)):
            close_match(match, organisation=organisation, actor=third.actor, at=NOON)
        with pytest.raises(Refused):
            say_interested(pair[0].organisation, other=third.organisation, cluster=world.nordlys, actor=third.actor, at=NOON)


def test_a_closed_match_leaves_room_for_another(pair, world):
    match = close_match(_yes(*pair, world), organisation=pair[0].organisation, actor=pair[0].actor, at=NOON)
    assert match.stage == Stage.CLOSED and _yes(*pair, world).pk != match.pk


def test_a_company_does_not_meet_itself_or_former_members(pair, world):
    robo, vision = pair
    with pytest.raises(Invalid):
        _yes(robo, robo, world)
    vision.organisation.memberships.all().delete()
    with pytest.raises(Invalid):
        _yes(robo, vision, world)


def test_it_is_asked_after_three_months_and_six_until_it_is_told(pair, world):
    robo, vision = pair
    match = introduce_match(_mutual(pair, world), actor=world.astrid, at=NOON)

    def ask(day):
        return [
            (each.organisation_id, each.months) for each in ask_outcomes(world.nordlys, on=day, actor=world.astrid, at=NOON + (day - TODAY))
        ]

    assert ask(TODAY + timedelta(days=80)) == []
    three = TODAY + timedelta(days=91)
    assert ask(three) == [(robo.organisation.pk, 3), (vision.organisation.pk, 3)] and ask(three) == []
    assert [each.match for each in waiting_answers(robo.organisation, cluster=world.nordlys)] == [match]
    at = NOON + timedelta(days=92)
    record_outcome(match, organisation=robo.organisation, kind="contract", value_minor=5_000_000, actor=robo.actor, at=at)
    assert not waiting_answers(robo.organisation, cluster=world.nordlys).exists()
    assert ask(TODAY + timedelta(days=182)) == [(vision.organisation.pk, 6)]
    assert Match.objects.get().stage == Stage.OUTCOME


def test_still_talking_is_no_outcome_yet(pair, world):
    match = _mutual(pair, world)
    record_outcome(match, organisation=pair[0].organisation, kind="talking", actor=pair[0].actor, at=NOON)
    assert Match.objects.get().stage == Stage.MUTUAL


def test_a_meeting_has_a_day_that_has_come(pair, world):
    match = _mutual(pair, world)
    with pytest.raises(Invalid):
        record_meeting(match, organisation=pair[0].organisation, met_on=TODAY + timedelta(days=1), actor=pair[0].actor, at=NOON)
    assert record_meeting(match, organisation=pair[0].organisation, met_on=TODAY, actor=pair[0].actor, at=NOON).stage == Stage.MET


def test_what_came_of_it_counts_for_both_in_engagement(pair, world):
    robo, vision = pair
    made = write_opportunity(robo.organisation, cluster=world.nordlys, facts=FACTS, actor=robo.actor, at=NOON)
    made = publish_opportunity(made, actor=robo.actor, at=NOON)
    say_interested(vision.organisation, opportunity=made, cluster=world.nordlys, actor=vision.actor, at=NOON)
    match = introduce_match(_yes(robo, vision, world), actor=world.astrid, at=NOON)
    record_meeting(match, organisation=robo.organisation, met_on=TODAY, actor=robo.actor, at=NOON)
    for _time in range(2):
        gather_activities(world.nordlys, source="matches", actor=world.astrid, at=NOON)
    found = Activity.objects.order_by("organisation", "kind").values_list("organisation__name", "kind")
    assert list(found) == [
        ("Robo ApS", "matched"), ("Robo ApS", "one_to_one"),
        ("Vision A/S", "answered"), ("Vision A/S", "matched"), ("Vision A/S", "one_to_one"),
    ]  # fmt: skip
