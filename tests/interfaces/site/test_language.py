"""Everybody is met in their own language: on sign-in, on pages, and in the mails of the account."""

import pytest
from django.core import mail
from django.urls import reverse
from django_scopes import scopes_disabled

from klynge.access.actions import choose_language
from klynge.access.actor import Actor
from klynge.access.models import Role, User
from klynge.audit.models import AuditEvent
from klynge.core.errors import Invalid, Refused

DANISH_BROWSER = {"accept-language": "da"}


@pytest.fixture
def english(world):
    User.objects.filter(pk=world.astrid_user.pk).update(language="en")
    world.astrid_user.refresh_from_db()
    return world.astrid_user


def signed_in(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": "aalborg-2027"}, headers=DANISH_BROWSER)


def lang(client, address="/office/nordlys/"):
    page = client.get(address, headers=DANISH_BROWSER, follow=True).content.decode()
    return page.partition('<html lang="')[2][:2]


def test_signing_in_brings_the_user_s_own_language_whatever_the_browser_speaks(client, english):
    assert signed_in(client, english).status_code == 302
    assert client.cookies["django_language"].value == "en"
    assert lang(client) == "en"


def test_another_user_of_the_same_browser_gets_theirs(client, english, world):
    signed_in(client, english)
    client.post(reverse("account_logout"))
    signed_in(client, world.frida_user)
    assert lang(client) == "da"


def test_a_language_that_is_chosen_stays_for_the_next_sign_in(client, world):
    signed_in(client, world.astrid_user)
    assert lang(client) == "da"
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    assert lang(client) == "en"
    client.cookies.clear()
    signed_in(client, world.astrid_user)
    assert lang(client) == "en"


def test_a_visitor_chooses_for_the_browser_alone(client, world):
    client.post(reverse("set_language"), {"language": "en", "next": reverse("account_login")})
    assert lang(client, reverse("account_login")) == "en"
    assert set(User.objects.values_list("language", flat=True)) == {"da"}


@pytest.mark.parametrize("wrong", ["", "de", "x" * 400])
def test_a_language_that_is_none_changes_nothing(client, world, wrong):
    client.force_login(world.astrid_user)
    assert client.post(reverse("set_language"), {"language": wrong}).status_code in (204, 302)
    assert User.objects.get(pk=world.astrid_user.pk).language == "da"


@pytest.mark.parametrize(("language", "browser", "expected"), [("en", "da", "sign-in code"), ("da", "en", "kode")])
def test_the_mail_with_a_code_is_in_the_reader_s_language(client, world, language, browser, expected):
    User.objects.filter(pk=world.frida_user.pk).update(language=language)
    client.post(reverse("account_request_login_code"), {"email": world.frida_user.email}, headers={"accept-language": browser})
    (sent,) = mail.outbox
    assert expected in sent.body


def test_a_choice_is_written_down_where_the_user_works_and_only_a_change_is(world):
    me = Actor(name="Astrid", cluster_id=None, user_id=world.astrid_user.pk)
    for _time in range(2):
        assert choose_language(world.astrid_user, language="en", actor=me, at=world.noon).language == "en"
    with scopes_disabled():
        (event,) = AuditEvent.objects.filter(verb="access.language.chosen")
    assert (event.cluster_id, event.details) == (world.nordlys.pk, {"before": "da", "after": "en"})


def test_nobody_chooses_for_another(world):
    other = Actor(name="Dorte", cluster_id=world.havblik.pk, user_id=world.dorte_user.pk, roles=frozenset({Role.ADMIN}))
    with pytest.raises(Refused):
        choose_language(world.astrid_user, language="en", actor=other, at=world.noon)
    with pytest.raises(Refused):
        choose_language(world.astrid_user, language="en", actor=Actor.system("x"), at=world.noon)
    with pytest.raises(Invalid):
        choose_language(
            world.astrid_user, language="de", actor=Actor(name="A", cluster_id=None, user_id=world.astrid_user.pk), at=world.noon
        )
