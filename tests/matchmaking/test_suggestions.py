import numpy as np
import pytest

from klynge.core.errors import Invalid, Refused
from klynge.matchmaking.actions import (
    avoid_company,
    choose_intents,
    compute_suggestions,
    log_impressions,
    publish_opportunity,
    readmit_company,
    say_interested,
    write_opportunity,
)
from klynge.matchmaking.models import Impression, SentenceVector, Suggestion
from tests.matchmaking.conftest import FACTS
from tests.world import NOON

NEED, OFFER = "Vi søger billedgenkendelse til vores robotter.", "Machine vision and cameras for robot cells."


def _found(company, question="complementary"):
    rows = Suggestion.objects.filter(organisation=company.organisation, question=question)
    return [row.other.name for row in rows.order_by("position")]


def _compute(world, **more):
    return compute_suggestions(world.nordlys, actor=world.astrid, at=NOON, **more)


@pytest.fixture
def cast(fair):
    return (
        fair.company("Robo ApS", needs=NEED, offers="Svejsning og montage af maskiner"),
        fair.company("Vision A/S", offers=OFFER, needs="Svejsning af stativer til vores maskiner"),
        fair.company("Bog ApS", offers="Bogføring og moms", summary="Regnskab for foreninger"),
    )


def test_a_danish_need_finds_an_english_offer_with_both_sentences_as_reason(cast, world):
    robo, vision, _bog = cast
    _compute(world)
    assert _found(robo) == ["Vision A/S"] and _found(vision) == ["Robo ApS"]
    reasons = Suggestion.objects.get(organisation=robo.organisation, question="complementary").reasons
    need = next(each for each in reasons if each["kind"] == "offer_meets_need")
    assert (need["ours"], need["theirs"]) == (NEED, OFFER) and need["themes"] == ["data.vision", "robots.robots"]
    assert {each["kind"] for each in reasons} == {"offer_meets_need", "need_meets_offer"}


def test_like_minded_is_another_question(fair, world):
    one, other = (fair.company(name, summary="Vi arbejder med droner til landbrug", offers="x y") for name in ("Dron ApS", "Fly ApS"))
    _compute(world)
    assert _found(one, "like_minded") == ["Fly ApS"] and _found(one) == [] and _found(other, "like_minded") == ["Dron ApS"]


def test_who_is_avoided_is_not_suggested_and_a_block_goes_both_ways(cast, world):
    robo, vision, _bog = cast
    _compute(world)
    said = avoid_company(robo.organisation, other=vision.organisation, cluster=world.nordlys, actor=robo.actor, at=NOON)
    assert _found(robo) == []
    _compute(world)
    assert _found(robo) == [] and _found(vision) == ["Robo ApS"]
    avoid_company(robo.organisation, other=vision.organisation, cluster=world.nordlys, is_blocked=True, actor=robo.actor, at=NOON)
    _compute(world)
    assert _found(vision) == []
    readmit_company(said, actor=robo.actor, at=NOON)
    _compute(world)
    assert _found(robo) == ["Vision A/S"]


def test_suggestions_are_seen_by_whom_they_are_for(cast, world):
    robo, vision, _bog = cast
    _compute(world)
    mine = Suggestion.objects.visible_to(robo.actor)
    assert {row.organisation_id for row in mine} == {robo.organisation.pk}
    assert not Suggestion.objects.visible_to(world.dorte).exists() and not Suggestion.objects.visible_to(world.bo).exists()
    assert log_impressions(robo.organisation, cluster=world.nordlys, shown=list(mine), actor=robo.actor, at=NOON) == mine.count()
    log_impressions(robo.organisation, cluster=world.nordlys, shown=list(mine), actor=robo.actor, at=NOON)
    assert Impression.objects.count() == mine.count()
    with pytest.raises(Refused):
        log_impressions(robo.organisation, cluster=world.nordlys, shown=list(mine), actor=vision.actor, at=NOON)


def test_an_anonymous_opportunity_is_quoted_to_nobody(fair, world):
    hidden = fair.company("Skjult A/S")
    facts = FACTS | {"is_anonymous": True}
    made = write_opportunity(hidden.organisation, cluster=world.nordlys, facts=facts, actor=hidden.actor, at=NOON)
    publish_opportunity(made, actor=hidden.actor, at=NOON)
    fair.company("Vision A/S", offers=OFFER)
    _compute(world)
    assert not Suggestion.objects.exists()


def test_who_said_yes_is_among_those_shown_without_a_word_of_it(fair, world):
    needs = "Vi søger hjælp til eksport til Norge"
    asker = fair.company("Asker ApS", needs=needs)
    for number in range(12):
        fair.company(f"Bedre {number} ApS", needs=needs, offers="Vi hjælper med eksport til Norge")
    late = fair.company("Sen ApS", offers="Salg i udlandet")
    _compute(world)
    assert "Sen ApS" not in _found(asker)
    say_interested(late.organisation, other=asker.organisation, cluster=world.nordlys, actor=late.actor, at=NOON)
    _compute(world)
    row = Suggestion.objects.get(organisation=asker.organisation, other=late.organisation, question="complementary")
    assert {each["kind"] for each in row.reasons} == {"offer_meets_need"} and len(_found(asker)) == 10


def test_wishes_meet_without_words(fair, world):
    teacher, pupil = fair.company("Lærer ApS"), fair.company("Elev ApS")
    choose_intents(teacher.organisation, cluster=world.nordlys, chosen=[("share", "data.ai")], actor=teacher.actor, at=NOON)
    choose_intents(pupil.organisation, cluster=world.nordlys, chosen=[("inspire", "data.ai")], actor=pupil.actor, at=NOON)
    _compute(world)
    reason = Suggestion.objects.get(organisation=pupil.organisation).reasons[0]
    assert (reason["our_wish"], reason["their_wish"], reason["themes"]) == ("inspire", "share", ["data.ai"])
    with pytest.raises(Invalid):
        choose_intents(pupil.organisation, cluster=world.nordlys, chosen=[("inspire", "nothing")], actor=pupil.actor, at=NOON)


class Table:
    """A language model of two words, for the cache and the interface; the real one is measured in the benchmark."""

    name = "table"

    def __init__(self):
        self.asked = []

    def vectors(self, texts):
        self.asked += texts
        return np.array([[1.0, 0.0] if "kaffe" in text or "espresso" in text else [0.0, 1.0] for text in texts])


def test_a_language_model_adds_its_reading_and_is_asked_once(fair, world):
    one = fair.company("Kop ApS", needs="God kaffe til mødet")
    fair.company("Bar ApS", offers="Italian espresso")
    _compute(world)
    assert _found(one) == []
    model = Table()
    assert _compute(world, model=model).model == "table" and _found(one) == ["Bar ApS"]
    _compute(world, model=model)
    assert sorted(model.asked) == ["God kaffe til mødet", "Italian espresso"] and SentenceVector.objects.count() == 2
