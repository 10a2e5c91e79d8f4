"""What one wants to read about: chosen in the portal, kept to by marketing, forgotten with the person."""

import pytest

from klynge.core.errors import Invalid, Refused
from klynge.newsletters.actions import add_topic, choose_topics, end_topic, forget_choices
from klynge.newsletters.models import TopicRefusal
from klynge.newsletters.queries.recipients import counts
from klynge.newsletters.queries.topics import choices_of, open_topics
from klynge.privacy.queries.dossiers import dossier

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(stage):
    return add_topic(stage.nordlys, name={"da": "Sikkerhed", "en": "Security"}, actor=stage.astrid, at=stage.noon)


def choose(stage, wanted, *, actor=None):
    return choose_topics(stage.bo_person, cluster=stage.nordlys, wanted=wanted, actor=actor or stage.bo, at=stage.noon)


def test_marketing_about_a_topic_leaves_out_who_does_not_want_it(stage, draft, agreed, topic):
    message = draft(kind="marketing", topic=topic)
    assert counts(message).get("", 0) == 1
    choose(stage, [])
    assert (counts(message).get("", 0), counts(message)["not_topic"]) == (0, 1)
    assert counts(draft(kind="marketing")).get("", 0) == 1
    choose(stage, [topic.pk])
    assert counts(message).get("", 0) == 1


def test_a_service_message_is_about_no_topic(draft, topic):
    with pytest.raises(Invalid, match="Only marketing"):
        draft(topic=topic)


def test_choosing_twice_is_choosing_once_and_a_strange_topic_is_passed_over(stage, topic):
    assert [choose(stage, [999]), choose(stage, [999])] == [1, 1]
    assert TopicRefusal.objects.count() == 1
    assert [(str(each), wanted) for each, wanted in choices_of(stage.bo_person, cluster=stage.nordlys)] == [("Security", False)]


def test_one_chooses_for_oneself_and_only_the_office_for_others(stage, topic):
    for somebody in (stage.frida, stage.dorte):
        with pytest.raises(Refused):
            choose(stage, [], actor=somebody)
    assert choose(stage, [], actor=stage.astrid) == 1
    with pytest.raises(Refused):
        add_topic(stage.nordlys, name={"da": "X"}, actor=stage.bo, at=stage.noon)
    with pytest.raises(Invalid):
        add_topic(stage.nordlys, name={"da": " "}, actor=stage.astrid, at=stage.noon)


def test_an_ended_topic_is_offered_no_more(stage, topic):
    end_topic(topic, actor=stage.astrid, at=stage.noon)
    assert list(open_topics(stage.nordlys)) == []


def test_the_choice_is_told_and_forgotten(stage, topic):
    choose(stage, [])
    told = {part.title: part.rows for part in dossier(stage.bo_person, cluster=stage.nordlys)}
    assert [row["Topic"] for row in told["Topics that you do not want to read about"]] == ["Security"]
    assert forget_choices(stage.bo_person, cluster=stage.nordlys, actor=stage.astrid, at=stage.noon) == 1
    assert not TopicRefusal.objects.exists()
