"""A message is drafted, looked at, tried and leaves once; whoever said no is left alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.core.ranges import span
from klynge.directory.actions import withdraw_consent
from klynge.directory.models import ContactRole, Person, PersonEmail
from klynge.directory.queries.consents import LINK, has_consent
from klynge.newsletters.actions import change_message, discard_message, leave_list, release_message, stop_mails, try_message
from klynge.newsletters.models import Message, MessageRecipient
from klynge.newsletters.queries.merging import read_token, writer
from klynge.newsletters.queries.recipients import counts, judged
from klynge.outbox.models import Batch, Mail
from klynge.outbox.queries import render_mail

from .conftest import BODY, LINKS, SUBJECT


def release(stage, message, **facts):
    return release_message(message, **({"unsubscribe_at": LINKS, "actor": stage.astrid, "at": stage.noon} | facts))


def test_each_reader_has_one_row_and_each_who_is_left_out_a_reason(stage, draft):
    found = [(row.membership.organisation.name, row.person and row.person.name, row.address, row.reason) for row in judged(draft())]
    assert found == [
        ("Fjord Data ApS", "Bo Ågård", "bo@fjord.example", ""),
        ("Bølgen ApS", "Eva Ø", None, "bounced"),
        ("Klit ApS", "Ib Å", None, "no_address"),
        ("Tom ApS", None, None, "no_contact"),
    ]


def test_somebody_at_two_members_gets_one_mail(stage, draft):
    roles = ContactRole.objects.filter(organisation=stage.members[1].organisation)
    roles.update(person=stage.bo_person)
    assert counts(draft(contacts="everyone")) == {"": 1, "no_address": 1, "no_contact": 1}


def test_without_a_billing_contact_the_primary_one_is_written_to(stage, draft):
    ContactRole.objects.filter(kind="billing").delete()
    assert counts(draft(contacts="billing"))[""] == 1


def test_the_letter_is_in_the_readers_language_with_the_members_facts(stage, draft):
    row = judged(draft()).first()
    letter = writer(row.message, [row], unsubscribe_at=LINKS, on_day=stage.today)(row)
    assert (letter.subject, letter.paragraphs, letter.unsubscribe) == (
        "Kære Fjord Data ApS",
        [["Hej Bo"], ["I skylder 0,00\u00a0kr.."]],
        "",
    )


def test_a_language_that_is_not_written_gets_the_clusters_own(stage, draft):
    Person.objects.update(language="en")
    row = judged(draft(subject={"da": "Hej"}, body={"da": "Vi ses"})).first()
    assert writer(row.message, [row], unsubscribe_at=LINKS, on_day=stage.today)(row).subject == "Hej"


@pytest.mark.parametrize("facts", [
    {"kind": "spam"}, {"contacts": "dogs"}, {"members": []}, {"subject": {"en": "Only English"}}, {"body": {}}, {"subject": {"da": "x" * 151}},
    {"body": {"da": "Kære {nvan}"}},
])  # fmt: skip
def test_what_can_not_be_sent_is_refused_before_anything_is_kept(stage, draft, facts):
    with pytest.raises(Invalid):
        draft(**facts)
    with pytest.raises(Invalid):
        change_message(draft(), subject=SUBJECT, body={"da": "{x}"}, actor=stage.astrid, at=stage.noon)


def test_an_unknown_field_is_named_with_its_place(draft):
    with pytest.raises(Invalid, match="Line 2, character 4: “{nvan}” is not a field") as caught:
        draft(body=BODY | {"da": "Hej\nOg {nvan}"})
    assert caught.value.field == "body_da"


def test_a_release_sends_to_the_readers_and_writes_down_who_was_left_out(stage, draft):
    message = release(stage, draft())
    mail = Mail.objects.get()
    assert (mail.to_address, mail.to_name, mail.language, message.batch_id) == ("bo@fjord.example", "Bo Ågård", "da", mail.batch_id)
    assert "Hej Bo" in render_mail(mail).text
    assert message.batch.released_at == stage.noon
    assert sorted(MessageRecipient.objects.values_list("left_out", flat=True)) == ["", "bounced", "no_address", "no_contact"]
    assert counts(message) == {"": 1, "bounced": 1, "no_address": 1, "no_contact": 1}


def test_a_second_release_sends_nothing_more(stage, draft):
    message = draft()
    assert release(stage, message) == release(stage, message, at=stage.noon + timedelta(days=1))
    assert (Mail.objects.count(), Batch.objects.count()) == (1, 1)


def test_nobody_to_write_to_is_a_refusal_and_the_draft_stays(stage, draft):
    message = draft(members=[stage.members[3].pk])
    with pytest.raises(Conflict):
        release(stage, message)
    assert Message.objects.get().is_open


def test_a_release_asks_as_many_questions_for_one_as_for_many(stage, draft):
    counted = []
    for extra in (0, 5):
        for number in range(extra):
            person = Person.objects.create(name=f"P{number}")
            PersonEmail.objects.create(person=person, address=f"p{number}@x.example", is_primary=True)
            ContactRole.objects.create(
                cluster=stage.nordlys, organisation=stage.fjord, person=person, kind="board", during=span(stage.today)
            )
        message = draft(contacts="everyone")
        with CaptureQueriesContext(connection) as queries:
            release(stage, message)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_marketing_goes_only_to_those_who_said_yes_and_have_not_taken_it_back(stage, draft, agreed):
    message = draft(kind="marketing", contacts="everyone")
    assert counts(message)[""] == 1
    withdraw_consent(stage.bo_person, cluster=stage.nordlys, purpose="marketing", how="by phone", actor=stage.astrid, at=stage.noon)
    assert counts(message) == {"opted_out": 1, "bounced": 1, "no_address": 1, "no_contact": 1}
    PersonEmail.objects.update(bounced_at=None)
    assert counts(message)["no_consent"] == 1


def test_marketing_carries_a_link_of_the_readers_own_and_service_mail_none(stage, draft, agreed):
    release(stage, draft())
    release(stage, draft(kind="marketing"))
    plain, marketing = Mail.objects.order_by("pk")
    assert plain.context["unsubscribe"] == ""
    link = marketing.context["unsubscribe"]
    assert read_token(link.removeprefix(LINKS)) == (stage.nordlys.pk, stage.bo_person.pk, Message.objects.first().pk)
    assert link in render_mail(marketing).text
    assert read_token("made-up") is None


def test_following_the_link_is_a_no_and_stops_what_waits(stage, draft, agreed):
    release(stage, draft(kind="marketing"))
    system = Actor.system(LINK, cluster_id=stage.nordlys.pk)
    for _twice in range(2):
        made = leave_list(stage.bo_person, cluster=stage.nordlys, message_id=1, actor=system, at=stage.noon + timedelta(hours=1))
        stop_mails(stage.bo_person, cluster=stage.nordlys, actor=system, at=stage.noon + timedelta(hours=2))
    assert made.is_own
    assert not has_consent(stage.bo_person, cluster=stage.nordlys, purpose="marketing")
    assert Mail.objects.get().status == "skipped"


def test_who_said_yes_again_is_not_stopped(stage, draft, agreed):
    release(stage, draft(kind="marketing"))
    system = Actor.system("consents", cluster_id=stage.nordlys.pk)
    assert stop_mails(stage.bo_person, cluster=stage.nordlys, actor=system, at=stage.noon) == 0


def test_a_test_goes_to_oneself_without_the_readers_link(stage, draft, agreed):
    row = judged(draft(kind="marketing")).first()
    try_message(row, actor=stage.astrid, at=stage.noon)
    mail = Mail.objects.get()
    assert (mail.to_address, mail.context["unsubscribe"]) == ("astrid@nordlys.example", "")
    assert render_mail(mail).subject == "[Test] Kære Fjord Data ApS"
    with pytest.raises(Invalid):
        try_message(row, actor=Actor.system("x", cluster_id=stage.nordlys.pk), at=stage.noon)


def test_a_draft_changes_until_it_left_or_was_discarded(stage, draft):
    by = {"actor": stage.astrid, "at": stage.noon}
    message = draft()
    for _twice in range(2):
        assert change_message(message, subject={"da": "Nyt"}, body=BODY, **by).subject == {"da": "Nyt"}
    assert discard_message(message, **by).pk == discard_message(message, **by).pk
    for act in (lambda: change_message(message, subject=SUBJECT, body=BODY, **by), lambda: release(stage, message)):
        with pytest.raises(Conflict):
            act()
    left = release(stage, draft())
    with pytest.raises(Conflict):
        discard_message(left, **by)


@pytest.mark.parametrize("who", ["bo", "dorte"])
def test_strangers_are_refused(stage, draft, who):
    by = {"actor": getattr(stage, who), "at": stage.noon}
    message, row = draft(), judged(draft()).first()
    for act in (
        lambda: draft(actor=by["actor"]),
        lambda: change_message(message, subject=SUBJECT, body=BODY, **by),
        lambda: release(stage, message, **by),
        lambda: discard_message(message, **by),
        lambda: try_message(row, **by),
        lambda: leave_list(stage.bo_person, cluster=stage.nordlys, message_id=1, **by),
        lambda: stop_mails(stage.bo_person, cluster=stage.nordlys, **by),
    ):
        with pytest.raises(Refused):
            act()
    assert not Mail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_release_once(stage, draft):
    message = draft()

    def click(_number):
        try:
            with scope(cluster=stage.nordlys):
                release(stage, Message.objects.get(pk=message.pk))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(click, range(4)))
    assert (Mail.objects.count(), Batch.objects.count()) == (1, 1)
