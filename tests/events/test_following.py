"""What follows a sign-up: mails, invoices, credit notes, and being forgotten."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone
from django_scopes import scope

from klynge.billing.models import Invoice
from klynge.core.clock import DANISH, day_of
from klynge.core.errors import Conflict, Invalid
from klynge.directory.models import Person, PersonEmail
from klynge.events.actions import ask_guest, cancel_event, cancel_registration, give_feedback, record_attendance
from klynge.events.models import Event, Feedback, Registration
from klynge.events.queries.feedback import report_of
from klynge.events.queries.links import asked_by, own_token, registration_by
from klynge.events.tasks import ask_feedback, remind_attendees
from klynge.membership.actions import present_cluster
from klynge.outbox.models import Mail
from klynge.outbox.queries import render_mail
from klynge.privacy.actions import forget_person
from tests.events.stage import come, conference, held

pytestmark = pytest.mark.django_db(transaction=True)
BILLING = {"cvr": "29189978", "street": "Kajen 2", "postcode": "9000", "town": "Aalborg"}


@pytest.fixture
def nordlys(world):
    world.noon = timezone.now()  # jobs read the clock
    with scope(cluster=world.nordlys):
        yield world


def paid(world, **facts):
    return held(
        world, prices=[{"who": "member", "amount_minor": 0}, {"who": "guest", "amount_minor": 40_000}], product=conference(world), **facts
    )


def mails():
    return [(mail.to_address, mail.context["state"]) for mail in Mail.objects.filter(rule="events.registration").order_by("pk")]


def test_who_has_a_seat_is_reminded_the_day_before_once_and_who_waits_is_not(nordlys):
    at = timezone.now()
    starts_at = datetime.combine(day_of(at) + timedelta(days=1), time(12), DANISH)
    event = held(nordlys, capacity=1, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    later = held(nordlys, starts_at=starts_at + timedelta(days=1), ends_at=starts_at + timedelta(days=1, hours=1))
    come(nordlys, event, 1)
    come(nordlys, event, 2)
    come(nordlys, later, 3)
    for _time in range(2):
        remind_attendees()
    (mail,) = Mail.objects.filter(rule="events.registration")
    seen = render_mail(mail)
    assert (mail.to_address, seen.subject) == ("guest1@else.example", "I morgen: Morgenmøde om robotter")
    assert "/mine/" not in seen.text and "/mine/" not in seen.html  # the cluster has no site, so there is no page of one's own


def test_everybody_is_told_once_what_came_of_it(nordlys, run_jobs):
    event = held(nordlys, capacity=1)
    first = come(nordlys, event, 1)
    come(nordlys, event, 2)
    run_jobs()
    run_jobs()
    assert mails() == [("guest1@else.example", "seated"), ("guest2@else.example", "waiting")]
    cancel_registration(first, actor=nordlys.astrid, at=nordlys.noon)
    run_jobs()
    assert sorted(mails()[2:]) == [("guest1@else.example", "cancelled"), ("guest2@else.example", "offered")]


def test_a_guest_is_invoiced_and_gets_a_credit_note_when_cancelling_in_time(nordlys, run_jobs):
    event = paid(nordlys)
    row = come(nordlys, event, 1, organisation_name="Gæst ApS", billing_facts=BILLING)
    come(nordlys, event, 2, organisation=nordlys.fjord)
    run_jobs()
    invoice = Invoice.objects.get()
    assert (invoice.net_minor, invoice.vat_minor, invoice.organisation.cvr) == (40_000, 10_000, "29189978")
    cancel_registration(row, actor=nordlys.astrid, at=nordlys.noon)
    run_jobs()
    run_jobs()
    assert Invoice.objects.filter(credits=invoice).count() == 1


def test_who_cancels_too_late_still_pays(nordlys, run_jobs):
    event = paid(nordlys, cancel_until_at=nordlys.noon + timedelta(days=1))
    row = come(nordlys, event, 1, organisation_name="Gæst ApS", billing_facts=BILLING)
    run_jobs()
    cancel_registration(row, actor=nordlys.astrid, at=nordlys.noon + timedelta(days=2))
    run_jobs()
    assert Invoice.objects.count() == 1


def test_who_waits_pays_nothing_until_there_is_a_seat(nordlys, run_jobs):
    event = paid(nordlys, capacity=1)
    first = come(nordlys, event, 1, organisation=nordlys.fjord)
    come(nordlys, event, 2, organisation_name="Gæst ApS", billing_facts=BILLING)
    run_jobs()
    assert not Invoice.objects.exists()
    cancel_registration(first, actor=nordlys.astrid, at=nordlys.noon)
    run_jobs()
    assert not Invoice.objects.exists()
    from klynge.events.actions import accept_offer

    accept_offer(Registration.objects.get(email="guest2@else.example"), actor=nordlys.astrid, at=nordlys.noon)
    run_jobs()
    assert Invoice.objects.get().net_minor == 40_000


def test_a_cancelled_event_is_told_and_credited(nordlys, run_jobs):
    event = paid(nordlys)
    come(nordlys, event, 1, organisation_name="Gæst ApS", billing_facts=BILLING)
    run_jobs()
    cancel_event(event, reason="Sygdom", actor=nordlys.astrid, at=nordlys.noon)
    run_jobs()
    assert mails()[-1] == ("guest1@else.example", "cancelled")
    assert Invoice.objects.filter(kind="credit_note").count() == 1


def test_a_guests_link_is_good_for_this_cluster_and_can_not_be_made_up(nordlys):
    event = held(nordlys)
    mail = ask_guest(
        event,
        typed={"name": "Eva", "email": "eva@else.example", "language": "da"},
        site="https://k.example",
        actor=nordlys.astrid,
        at=nordlys.noon,
    )
    token = mail.context["token"]
    assert asked_by(token, cluster=nordlys.nordlys) == (event.pk, {"name": "Eva", "email": "eva@else.example", "language": "da"})
    assert asked_by(token, cluster=nordlys.havblik) is None and asked_by(token[:-2] + "xx", cluster=nordlys.nordlys) is None
    row = come(nordlys, event, 1)
    assert registration_by(own_token(row), cluster=nordlys.nordlys) == row
    assert registration_by(own_token(row), cluster=nordlys.havblik) is None and registration_by("x", cluster=nordlys.nordlys) is None


def test_a_forgotten_person_leaves_the_list_and_the_seat_stays_counted(nordlys, run_jobs):
    event = held(nordlys)
    eva = Person.objects.create(name="Eva Andersen")
    PersonEmail.objects.create(person=eva, address="eva@fjord.example", is_primary=True)
    from klynge.core.ranges import span
    from klynge.directory.models import Affiliation

    Affiliation.objects.create(person=eva, organisation=nordlys.fjord, during=span(nordlys.today))
    row = come(nordlys, event, 1, person=eva, name="Eva Andersen", email="eva@fjord.example", organisation=nordlys.fjord)
    run_jobs()
    forget_person(eva, cluster=nordlys.nordlys, reason="asked", actor=nordlys.astrid, at=nordlys.noon)
    row.refresh_from_db()
    assert (row.person, row.state.value, row.organisation) == (None, "seated", nordlys.fjord)
    assert "Eva" not in row.name and "eva" not in row.email


def test_the_dossier_tells_the_events_of_a_person_by_name_and_by_address(nordlys):
    from klynge.privacy.queries.dossiers import dossier

    event = held(nordlys)
    bo = nordlys.bo_user.person
    come(nordlys, event, 1, person=bo, name="Bo", email="elsewhere@fjord.example", organisation=nordlys.fjord)
    come(nordlys, held(nordlys), 2, name="Bo again", email="BO@fjord.example")
    told = {part.title: part.rows for part in dossier(bo, cluster=nordlys.nordlys)}
    assert [row["Name"] for row in told["Events for which you were signed up"]] == ["Bo", "Bo again"]


def over(nordlys, **facts):
    """An event that ended yesterday, where the first of two came."""
    ends_at = datetime.combine(day_of(timezone.now()) - timedelta(days=1), time(12), DANISH)
    event = held(nordlys, **facts)
    rows = [come(nordlys, event, n) for n in (1, 2)]
    Event.objects.filter(pk=event.pk).update(starts_at=ends_at - timedelta(hours=2), ends_at=ends_at)
    record_attendance(rows[0], nonce="a", came_at=ends_at - timedelta(hours=2), actor=nordlys.astrid, at=nordlys.noon)
    return Event.objects.get(pk=event.pk), [Registration.objects.select_related("event", "cluster").get(pk=row.pk) for row in rows]


def test_who_was_there_is_asked_once_how_it_was_where_there_is_a_page_to_answer_on(nordlys):
    over(nordlys)
    ask_feedback()
    assert not Mail.objects.filter(rule="events.registration").exists()
    present_cluster(nordlys.nordlys, texts={"headline": {"da": "Nordlys"}}, is_public=True, actor=nordlys.astrid, at=nordlys.noon)
    for _time in range(2):
        ask_feedback()
    (mail,) = Mail.objects.filter(rule="events.registration")
    assert (mail.to_address, render_mail(mail).subject) == (
        "guest1@else.example",
        "Hvordan var det? Morgenmøde om robotter",
    ) and "/mine/" in render_mail(mail).text


def test_an_answer_stands_until_it_is_given_again_and_is_summed_up(nordlys):
    event, (came, stayed) = over(nordlys)
    by = {"actor": nordlys.astrid, "at": nordlys.noon}
    for score in (9, 6):
        give_feedback(came, score=score, text="Godt", **by)
    report = report_of(event)
    assert (report["count"], report["nps"], report["absent"], report["texts"]) == (1, -100, 1, ["Godt"])
    for wrong in (stayed, come(nordlys, held(nordlys), 3)):
        with pytest.raises(Conflict, match="was there"):
            give_feedback(wrong, score=9, **by)
    with pytest.raises(Invalid):
        give_feedback(came, score=11, **by)


def test_a_guest_answers_on_the_own_page(nordlys, client):
    present_cluster(nordlys.nordlys, texts={"headline": {"da": "Nordlys"}}, is_public=True, actor=nordlys.astrid, at=nordlys.noon)
    event, (came, stayed) = over(nordlys)
    address = f"/nordlys/events/{event.slug}/mine/{own_token(came)}/"
    assert "Hvordan var det?" in client.get(address).content.decode()
    assert client.post(address, {"score": "x"}).status_code == 409
    client.post(address, {"score": "10", "text": "Mere af det"})
    assert Feedback.objects.get().score == 10
    assert 'name="score"' not in client.get(f"/nordlys/events/{event.slug}/mine/{own_token(stayed)}/").content.decode()
