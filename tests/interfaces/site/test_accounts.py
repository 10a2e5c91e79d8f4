"""The account: ways in, sessions, what is told to strangers (nothing), and how often one may guess."""

import re
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail as post
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from klynge.access.actions import change_name, note_sign_in
from klynge.access.actor import Actor
from klynge.access.models import SignIn, User
from klynge.access.queries import recent_sign_ins
from klynge.core.errors import Invalid, Refused
from klynge.interfaces.site.browsers import browser_words

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"
NOBODY = "nobody@nowhere.example"


def sign_in(user, *, password="aalborg-2027", agent=FIREFOX, client=None):
    client = client or Client()
    return client, client.post(reverse("account_login"), {"login": user, "password": password}, headers={"user-agent": agent})


def plain(response, *given):
    """The page without what differs by chance: tokens, and the address that was typed in."""
    text = re.sub(r"\b[A-Za-z0-9]{64}\b", "token", response.content.decode())
    for address in given:
        text = text.replace(address, "…")
    return response.status_code, response.get("Location", "").split("?")[0], text


def test_somebody_signs_in_by_a_code_sent_by_mail(client, world):
    client.post(reverse("account_request_login_code"), {"email": "frida@nordlys.example"})
    (letter,) = post.outbox
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", letter.body, re.MULTILINE)[0]
    response = client.post(reverse("account_confirm_login_code"), {"code": code})
    assert (response.status_code, SignIn.objects.get().how) == (302, "code")
    assert client.get(reverse("account")).status_code == 200


@pytest.mark.parametrize(
    ("page", "field"), [("account_request_login_code", "email"), ("account_reset_password", "email"), ("account_login", "login")]
)
def test_a_stranger_learns_nothing_about_who_has_an_account(world, page, field):
    answers = []
    for address in ("frida@nordlys.example", NOBODY):
        client = Client()
        facts = {field: address} | ({"password": "wrong-guess-1"} if field == "login" else {})
        response = client.post(reverse(page), facts)
        answers.append(plain(response, address))
        if response.status_code == 302:
            answers[-1] += plain(client.get(response.url), address)
    assert answers[0] == answers[1]


def test_nobody_is_written_to_who_has_no_account(client, world):
    client.post(reverse("account_request_login_code"), {"email": NOBODY})
    client.post(reverse("account_reset_password"), {"email": NOBODY})
    assert post.outbox == []


def test_nobody_signs_up(client, world):
    for address in (NOBODY, "frida@nordlys.example"):
        response = client.post(reverse("account_signup"), {"email": address, "password1": "rugbrod-og-sild"})
        assert "by invitation" in response.content.decode()
    assert not User.objects.filter(email=NOBODY).exists()


def test_guessing_is_stopped_in_every_process(world):
    for guess in range(5):
        assert sign_in("frida@nordlys.example", password=f"guess-{guess}")[1].status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM access_cache")
        assert cursor.fetchone()[0] > 0  # in the database, where each process looks
    client, response = sign_in("frida@nordlys.example")
    assert ("Too many failed" in response.content.decode(), "_auth_user_id" in client.session) == (True, False)
    cache.clear()
    assert sign_in("frida@nordlys.example")[1].status_code == 302


@pytest.mark.parametrize("address", ["frida@nordlys.example", NOBODY])
def test_codes_can_be_asked_for_three_times_a_minute(world, address):
    *asked, last = [Client().post(reverse("account_request_login_code"), {"email": address}) for _ in range(4)]
    assert ([each.status_code for each in asked], last.status_code) == ([302, 302, 302], 200)
    assert "Too many" in last.content.decode()


def test_a_sign_in_is_noted_and_shown_to_the_person_alone(world):
    User.objects.filter(pk=world.frida_user.pk).update(language="en")
    client, _response = sign_in("frida@nordlys.example")
    page = client.get(reverse("account")).content.decode()
    assert ("Firefox, Windows" in page, "This browser" in page) == (True, True)
    noted = SignIn.objects.get()
    assert (noted.user, noted.how, noted.is_second_step) == (world.frida_user, "password", False)
    client.force_login(world.bo_user)
    assert "None is noted yet" in client.get(reverse("account")).content.decode()


def test_a_browser_is_signed_out_from_another_one(world):
    here, _ = sign_in("frida@nordlys.example")
    there, _ = sign_in("frida@nordlys.example", agent="curl/8")
    other = UserSession.objects.get(user_agent="curl/8")
    assert here.post(reverse("end_session", args=[other.pk])).status_code == 302
    assert (there.get(reverse("account")).status_code, here.get(reverse("account")).status_code) == (302, 200)
    assert here.post(reverse("end_session", args=[other.pk])).status_code == 404


def test_all_other_browsers_are_signed_out_at_once(world):
    here, _ = sign_in("frida@nordlys.example")
    others = [sign_in("frida@nordlys.example")[0] for _ in range(2)]
    here.post(reverse("end_other_sessions"))
    assert [each.get(reverse("account")).status_code for each in (here, *others)] == [200, 302, 302]


def test_nobody_ends_the_session_of_somebody_else(world):
    sign_in("frida@nordlys.example")
    stranger, _ = sign_in("dorte@havblik.example")
    session = UserSession.objects.get(user=world.frida_user)
    assert stranger.post(reverse("end_session", args=[session.pk])).status_code == 404
    assert UserSession.objects.filter(pk=session.pk).exists()


def test_the_account_is_for_those_who_are_signed_in(client, world):
    for name, rest in {"account": [], "end_session": [1], "end_other_sessions": []}.items():
        assert client.post(reverse(name, args=rest)).url.startswith(reverse("account_login"))


def test_the_name_is_changed_on_the_account_page(client, world):
    client.force_login(world.frida_user)
    assert client.post(reverse("account"), {"name": "Frida  Juhl-Holm"}).status_code == 302
    assert client.post(reverse("account"), {"name": " "}).status_code == 422
    assert User.objects.get(pk=world.frida_user.pk).name == "Frida Juhl-Holm"


def test_only_oneself_changes_the_name_or_comes_in_as_oneself(world):
    with pytest.raises(Refused):
        change_name(world.frida_user, name="X", actor=world.astrid, at=world.noon)
    with pytest.raises(Refused):
        note_sign_in(world.frida_user, how="code", is_second_step=False, browser="", actor=world.astrid, at=world.noon)
    with pytest.raises(Invalid):
        change_name(world.frida_user, name="\x00 ", actor=world.frida, at=world.noon)
    assert change_name(world.frida_user, name="Frida Juhl", actor=world.frida, at=world.noon).name == "Frida Juhl"


def test_the_latest_fifty_sign_ins_are_kept(world):
    bo = Actor(name="Bo", cluster_id=None, user_id=world.bo_user.pk)
    for minute in range(52):
        facts = {"how": "code", "is_second_step": False, "browser": "b" * 300}
        note_sign_in(world.bo_user, **facts, actor=bo, at=world.noon + timedelta(minutes=minute))
    latest = recent_sign_ins(world.bo_user, most=60)
    assert (len(latest), latest[0].at) == (50, world.noon + timedelta(minutes=51))


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Mac"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_is_named_as_its_owner_knows_it(agent, words):
    assert browser_words(agent) == words
