"""Topics on screen: added in the office, chosen in the portal."""

import pytest
from django.urls import reverse
from django_scopes import scope

from klynge.newsletters.models import Topic, TopicRefusal
from tests.browser import SIZES, judge
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/office/nordlys/messages/topics/"


@pytest.fixture
def world(client):
    world = build()
    client.force_login(world.astrid_user)
    return world


def test_a_topic_is_added_chosen_and_ended(client, world):
    assert client.post(PAGE, {"name_da": ""}).status_code == 422
    client.post(PAGE, {"name_da": "Sikkerhed"})
    with scope(cluster=world.nordlys):
        topic = Topic.objects.get()
    client.force_login(world.bo_user)
    place = ["nordlys", world.fjord.pk]
    assert "Sikkerhed" in client.get(reverse("portal:me", args=place)).content.decode()
    for sent, count in (({}, 1), ({"topic": str(topic.pk)}, 0)):
        client.post(reverse("portal:me_topics", args=place), sent)
        with scope(cluster=world.nordlys):
            assert TopicRefusal.objects.count() == count
    client.force_login(world.astrid_user)
    client.post(reverse("office:messages:end_topic", args=["nordlys", topic.pk]))
    client.force_login(world.bo_user)
    assert "Sikkerhed" not in client.get(reverse("portal:me", args=place)).content.decode()


@pytest.mark.parametrize("size", SIZES)
def test_the_pages_are_fit_to_be_seen(client, visitor, world, size):
    judge(visitor.open(PAGE, user=world.astrid_user, size=size), f"topics-empty-{size}")
    client.force_login(world.astrid_user)
    client.post(PAGE, {"name_da": "Sikkerhed"})
    judge(visitor.open(PAGE, user=world.astrid_user, size=size, scheme="dark"), f"topics-{size}")
    judge(visitor.open(reverse("portal:me", args=["nordlys", world.fjord.pk]), user=world.bo_user, size=size), f"me-topics-{size}")
