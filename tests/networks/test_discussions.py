"""Discussions: who may speak, who hears of it, and answers that come by mail."""

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st

from klynge.core.errors import Conflict, Invalid, Refused
from klynge.interfaces.cli.main import run
from klynge.networks.actions import (
    blot_holder,
    choose_hearing,
    close_network,
    close_thread,
    end_seat,
    mail_posts,
    remove_post,
    write_post,
)
from klynge.networks.models import Hearing, Post, Thread
from klynge.networks.queries.answers import answer_of, reply_address
from klynge.networks.queries.talking import hearing_of, with_posts
from klynge.networks.rules.replying import MARK, answer_in
from klynge.outbox.models import Mail
from klynge.outbox.queries import render_mail
from tests.networks.circle import network, sit

pytestmark = pytest.mark.django_db
BASE = "svar@klynge.example"


@pytest.fixture
def circle(world):
    with scope(cluster=world.nordlys):
        world.found = network(world)
        world.seats = [sit(world, world.found, n) for n in range(3)]
        yield world


def insider(stage, number=0):
    return replace(stage.bo, companies=frozenset({(stage.seats[number].organisation_id, "colleague")}))


def write(stage, number=0, *, key="k1", text="Hvordan gør I?", subject="Sikring", at=None, **more):
    seat = stage.seats[number]
    facts = {"person": seat.holder, "organisation": seat.organisation, "actor": insider(stage, number), **more}
    return write_post(stage.found, text=text, key=key, subject=subject, at=at or stage.noon, **facts)


def tell(stage, frequency="daily", at=None, **more):
    return mail_posts(
        stage.found, frequency=frequency, site="https://x.example", actor=stage.astrid, at=at or stage.noon + timedelta(hours=1), **more
    )


def test_who_sits_in_it_begins_a_discussion_and_others_answer_once(circle):
    first = write(circle)
    answer = write(circle, 1, key="k2", text="Sådan", thread=first.thread, at=circle.noon + timedelta(hours=1))
    assert write(circle, 1, key="k2", text="Sådan", thread=first.thread) == answer
    found = with_posts(Thread.objects.visible_to(insider(circle))).get()
    assert (found.said, found.last_by, found.last_at) == (2, answer.by_name, answer.written_at)
    for wrong in ({"text": " "}, {"subject": "", "thread": None}, {"text": "x" * 20_001}):
        with pytest.raises(Invalid):
            write(circle, **{"key": "k3", **wrong})


def test_nobody_outside_speaks_or_listens(circle):
    post = write(circle)
    outsider = replace(circle.bo, companies=frozenset({(circle.fjord.pk, "colleague")}))
    for stranger in (outsider, circle.dorte):
        with pytest.raises(Refused):
            write(circle, key="k9", thread=post.thread, actor=stranger)
        assert not Thread.objects.visible_to(stranger).exists() and not Post.objects.visible_to(stranger).exists()
    end_seat(circle.seats[0], actor=circle.astrid, at=circle.noon)
    with pytest.raises(Refused):
        write(circle, key="k9", thread=post.thread)


def test_a_closed_discussion_and_an_ended_network_take_no_more(circle):
    post = write(circle)
    with pytest.raises(Refused):
        close_thread(post.thread, actor=insider(circle), at=circle.noon)
    close_thread(post.thread, actor=circle.astrid, at=circle.noon)
    with pytest.raises(Conflict, match="closed"):
        write(circle, 1, key="k2", thread=post.thread)
    close_thread(post.thread, is_closed=False, actor=circle.astrid, at=circle.noon)
    write(circle, 1, key="k2", thread=post.thread)
    close_network(circle.found, reason="Slut", actor=circle.astrid, at=circle.noon)
    with pytest.raises(Conflict, match="ended"):
        write(circle, key="k3", thread=post.thread, actor=circle.astrid)


def test_a_post_is_taken_away_by_its_writer_or_the_chair_and_leaves_no_words(circle):
    post = write(circle)
    with pytest.raises(Refused):
        remove_post(post, actor=insider(circle, 1), at=circle.noon)
    for _time in range(2):
        removed = remove_post(post, actor=circle.astrid, at=circle.noon)
    assert (removed.text, removed.removed_by) == ("", circle.astrid.name)
    own = write(circle, key="k2", thread=post.thread, person=circle.bo_user.person)
    assert remove_post(own, actor=insider(circle), at=circle.noon).removed_at


def test_everybody_hears_once_of_what_others_wrote(circle):
    post = write(circle)
    write(circle, 1, key="k2", thread=post.thread, text="Sådan gør vi")
    assert (tell(circle), tell(circle)) == (3, 0)
    bodies = {mail.to_name: render_mail(mail).text for mail in Mail.objects.filter(rule="networks.posts")}
    assert "Hvordan gør I?" in bodies["Ida2 Holm"] and "Sådan gør vi" in bodies["Ida2 Holm"]
    assert "Hvordan gør I?" not in bodies["Ida0 Holm"] and "Sådan gør vi" not in bodies["Ida1 Holm"]
    write(circle, 2, key="k3", thread=post.thread)
    assert tell(circle, at=circle.noon + timedelta(days=9)) == 0  # too old to be news
    assert tell(circle) == 2


def test_one_chooses_a_mail_for_each_or_none(circle):
    circle.seats[0].holder = circle.bo_user.person
    circle.seats[0].save()
    circle.bo_user.person.emails.get_or_create(address="bo@fjord.example", defaults={"is_primary": True})
    choose_hearing(circle.found, person=circle.bo_user.person, frequency="each", actor=insider(circle), at=circle.noon)
    post = write(circle, 1)
    write(circle, 2, key="k2", thread=post.thread)
    assert (tell(circle, "each"), tell(circle, "each"), tell(circle)) == (2, 0, 2)
    choose_hearing(circle.found, person=circle.bo_user.person, frequency="never", actor=insider(circle), at=circle.noon)
    write(circle, 1, key="k3", thread=post.thread)
    assert (tell(circle, "each"), tell(circle)) == (0, 1)
    assert hearing_of(circle.found, circle.bo_user.person.pk) == "never"
    with pytest.raises(Invalid):
        choose_hearing(circle.found, person=circle.bo_user.person, frequency="often", actor=insider(circle), at=circle.noon)
    with pytest.raises(Refused):
        choose_hearing(circle.found, person=circle.seats[1].holder, frequency="each", actor=insider(circle), at=circle.noon)


def test_a_confidential_network_puts_no_words_into_mails(circle):
    circle.found.is_confidential = True
    circle.found.save()
    write(circle)
    tell(circle, reply_base=BASE)
    mail = Mail.objects.filter(rule="networks.posts").first()
    assert "Hvordan gør I?" not in render_mail(mail).text + render_mail(mail).html + str(mail.context) and not mail.context["reply_to"]


def mailed(to, sender, body, **headers):
    message = EmailMessage()
    message["To"], message["From"], message["Message-ID"], message["Subject"] = to, sender, "<a1@mail.example>", "Re: Sikring"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message.as_bytes()


def test_an_answer_by_mail_stands_once_for_the_company_of_the_seat(circle, tmp_path, capsys):
    post, holder = write(circle), circle.seats[1].holder
    tell(circle, reply_base=BASE)
    sent = Mail.objects.get(rule="networks.posts", to_name=holder.name)
    assert MARK in render_mail(sent).text and sent.context["reply_to"].startswith("svar+")
    body = f"Vi bruger nøgler.\n\nDen fre. 1. jan. 2027 kl. 10.00 skrev Nordlys <n@x.example>:\n> {MARK} Skriv dit svar\n> Hvordan gør I?"
    file = tmp_path / "svar.eml"
    file.write_bytes(mailed(sent.context["reply_to"], f"Ida <{sent.to_address}>", body))
    assert run(["networks", "replies", str(file)]) == 0 and Post.objects.count() == 1
    for _time in range(2):
        assert run(["networks", "replies", str(file), "--commit"]) == 0
    answer = Post.objects.exclude(pk=post.pk).get()
    assert (answer.text, answer.person, answer.organisation, answer.via) == (
        "Vi bruger nøgler.",
        holder,
        circle.seats[1].organisation,
        "mail",
    )
    end_seat(circle.seats[1], actor=circle.astrid, at=circle.noon)
    file.write_bytes(mailed(sent.context["reply_to"], sent.to_address, "Mere", X_Again="1").replace(b"<a1@", b"<a2@"))
    run(["networks", "replies", str(file), "--commit"])
    assert "sit in the network" in capsys.readouterr().out and Post.objects.count() == 2


def test_made_up_addresses_other_senders_and_automatic_mails_are_left_alone(circle):
    post, holder = write(circle), circle.seats[1].holder
    own = holder.emails.get().address
    right = reply_address(post.thread_id, holder.pk, base=BASE)
    assert answer_of(mailed(right, own, "Ja")).text == "Ja"
    assert answer_of(mailed(f"Nordlys <{right.upper()}>", own.upper(), "Ja")) is not None
    made_up = f"svar+{post.thread_id}.{holder.pk}.{'0' * 20}@klynge.example"
    other = reply_address(post.thread_id, circle.seats[2].holder_id, base=BASE)
    for to, sender, headers in ((made_up, own, {}), (other, own, {}), (right, "x@y.example", {}), (right, own, {"Auto_Submitted": "auto-replied"}), ("svar@klynge.example", own, {})):  # fmt: skip
        assert answer_of(mailed(to, sender, "Ja", **headers)) is None
    assert answer_of(b"\xff\x00 no mail") is None and reply_address(1, 2, base="") == ""


QUOTED = "Fint.\n\nOn Fri, 1 Jan 2027 at 10:00, Nordlys\n<n@x.example> wrote:\n\n> x"


@pytest.mark.parametrize("text", [QUOTED, "Fint.\n-- \nIda", "Fint.\n\nFra: Nordlys\nTil: Ida", f"Fint.\n> {MARK} x", "> citat\nFint.", "Fint.\nDen 1. jan. 2027 skrev Ida:\n> x", "Fint.\r\n\r\n-----Original Message-----\r\nx"])  # fmt: skip
def test_what_was_quoted_is_left_out(text):
    assert answer_in(text) == "Fint."


@given(st.text(alphabet=st.characters(exclude_characters="\r"), max_size=300))
def test_an_answer_is_never_more_than_what_came(text):
    found = answer_in(text)
    assert len(found) <= len(text) and answer_in(found) == found


def test_who_is_forgotten_leaves_a_place_without_words(circle):
    write(circle)
    tell(circle)
    blot_holder(circle.seats[0].holder, cluster=circle.nordlys, actor=circle.astrid, at=circle.noon)
    post = Post.objects.get()
    assert (post.person, post.by_name, post.text) == (None, "", "") and Hearing.objects.count() == 2
