"""Somebody is forgotten: every room lets go, the books keep what the law asks for, and all of it is shown before."""

from datetime import date

import pytest
from django.db import connection
from django_scopes import scope

from klynge.access.actions import create_invitation
from klynge.access.models import Grant, Invitation, User
from klynge.audit.models import AuditEvent
from klynge.audit.queries import verify
from klynge.billing.models import Invoice
from klynge.core.errors import Conflict, Refused
from klynge.directory.actions import change_person, give_consent, register_person, subscribe_contact
from klynge.directory.models import Affiliation, ContactRole, Forgetting, Listing, Organisation, Person, PersonEmail, Subscription
from klynge.directory.queries.people import people_of
from klynge.membership.models import Application
from klynge.outbox.actions import MailDraft, prepare_mails
from klynge.outbox.models import Mail
from klynge.privacy.actions import forget_person
from klynge.privacy.queries.forgetting import plan_forgetting
from tests.billing.test_review import issue, line

ADDRESS = "bo@fjord.example"


@pytest.fixture
def person(world):
    """Bo, whom every room knows something about."""
    by = {"actor": world.astrid, "at": world.noon}
    with scope(cluster=world.nordlys):
        bo = Person.objects.get(name="Bo Ågård")
        change_person(bo, name="Bo Ågård", phone="+45 98 76 54 32", language="da", **by)
        give_consent(bo, cluster=world.nordlys, purpose="marketing", how="by phone", wording="Offers", **by)
        subscribe_contact(world.nordlys, address=ADDRESS, consent_source="the website", person=bo, **by)
        create_invitation(world.nordlys, email=ADDRESS, name="Bo Ågård", role="", **by)
        draft = MailDraft(
            "k:1", world.today, "BO@fjord.example", "Bo Ågård", "da", "outbox/mail/message", {"subject": "x", "paragraphs": []}
        )
        prepare_mails(world.nordlys, rule="x", source_key="x", title="x", mails=[draft], **by)
        Application.objects.create(
            cluster=world.nordlys, name="Fjord Data ApS", contact_name="Bo Ågård", contact_email=ADDRESS, started_at=world.noon
        )
        issue(world, [line(world.dues)])
        yield Person.objects.get(pk=bo.pk)


def forget(world, person, **facts):
    return forget_person(person, **({"cluster": world.nordlys, "reason": "asked", "actor": world.astrid, "at": world.noon} | facts))


def tables_that_name_bo():
    """Look for name, address and number in every column of every table there is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" AS t WHERE lower(t::text) ~ %s', [r"bo ågård|bo@fjord|98 ?76 ?54 ?32"])
            if cursor.fetchone()[0]:
                yield table


def test_no_table_names_the_person_any_more_but_the_invoices(world, person):
    before = set(tables_that_name_bo())
    assert {"access_user", "access_invitation", "audit_auditevent", "directory_person", "outbox_mail", "membership_application"} <= before
    assert forget(world, person).is_whole
    assert list(tables_that_name_bo()) == ["billing_invoice"]


def test_the_invoice_keeps_its_contact_and_the_plan_says_until_when(world, person):
    (fate, _consents) = plan_forgetting(person, cluster=world.nordlys, on=world.today).kept
    assert (fate.count, fate.until) == (1, date(2033, 1, 1))  # issued in 2027: five years from the end of that year
    forget(world, person)
    assert Invoice.objects.get().buyer["email"] == ADDRESS


def test_days_and_places_stay_without_a_name(world, person):
    forget(world, person)
    person.refresh_from_db()
    assert (person.name, person.phone, person.user) == ("[…]", "", None)
    assert not PersonEmail.objects.filter(person=person).exists() and not Subscription.objects.exists()
    assert [(each.title, each.during.upper) for each in Affiliation.objects.filter(person=person)] == [("", world.today)]
    assert {each.during.upper for each in ContactRole.objects.filter(person=person)} == {world.today}
    assert not Invitation.objects.exists()


def test_nobody_can_sign_in_with_the_account_any_more(world, person):
    forget(world, person)
    user = User.objects.get(pk=world.bo_user.pk)
    assert (user.is_active, user.name, user.has_usable_password()) == (False, "", False)
    assert user.email == f"forgotten-{user.pk}@invalid"


def test_mail_that_waits_is_not_sent(world, person):
    forget(world, person)
    mail = Mail.objects.get(subject_key="k:1")
    assert (mail.status, mail.to_address, mail.context, mail.blotted_at) == ("skipped", "", {}, world.noon)


def test_it_is_on_record_without_a_name_and_the_log_holds(world, person):
    forget(world, person)
    event = AuditEvent.objects.filter(verb="privacy.person.forgotten").get()
    assert (event.subject_label, event.actor_name, event.details) == ("[…]", "Astrid Holm", {"reason": "asked"})
    assert verify(world.nordlys).breaches == ()


def test_twice_is_once(world, person):
    first = forget(world, person)
    events = AuditEvent.objects.count()
    assert forget(world, person, reason="left") == first and AuditEvent.objects.count() == events
    assert not Person.objects.visible_to(world.astrid).filter(pk=person.pk).exists()


def test_the_plan_counts_what_is_there_and_warns_of_what_will_be_missing(world, person):
    plan = plan_forgetting(person, cluster=world.nordlys, on=world.today)
    assert {fate.what: fate.count for fate in plan.gone if fate.count} == {
        "Name and phone": 1,
        "E-mail addresses": 1,
        "Account": 1,
        "Places of work and roles": 2,
        "Mails to the person": 1,
        "Applications and what files said": 1,
        "Events in the audit log": 2,
    }
    assert len(plan.warnings) == 2 and "Fjord Data ApS will have no primary contact" in plan.warnings[1] + plan.warnings[0]
    assert plan.hindrance == ""


def test_whoever_works_in_the_office_is_not_forgotten_and_nothing_moves(world, person):
    Grant.objects.create(user=world.bo_user, cluster=world.nordlys, role="reader", granted_at=world.noon)
    assert "role in the office" in plan_forgetting(person, cluster=world.nordlys, on=world.today).hindrance
    with pytest.raises(Conflict):
        forget(world, person)
    assert not Forgetting.objects.exists() and Mail.objects.get(subject_key="k:1").to_address


@pytest.mark.parametrize("who", ["dorte", "frida", "bo"])
def test_others_are_refused(world, person, who):
    with pytest.raises(Refused):
        forget(world, person, actor=getattr(world, who))


@pytest.fixture
def shared(world, person):
    """Havblik knows Bo's company too."""
    Listing.objects.create(cluster=world.havblik, organisation=world.fjord, listed_at=world.noon)
    return person


def test_whom_another_cluster_knows_stays_there_and_is_gone_here(world, shared):
    assert not forget(world, shared).is_whole
    shared.refresh_from_db()
    assert (shared.name, shared.user) == ("Bo Ågård", world.bo_user) and world.bo_user.is_active
    assert not Person.objects.visible_to(world.astrid).filter(pk=shared.pk).exists()
    assert not people_of(world.fjord, on_day=world.today).exists()
    with scope(cluster=world.havblik):
        assert Person.objects.visible_to(world.dorte).filter(pk=shared.pk).exists()
        assert people_of(world.fjord, on_day=world.today).count() == 1


def test_whoever_comes_back_is_seen_again(world, shared):
    forget(world, shared)
    again = register_person(world.nordlys, name="Bo", email=ADDRESS, actor=world.astrid, at=world.noon)
    assert again == shared and Person.objects.visible_to(world.astrid).filter(pk=shared.pk).exists()


def test_a_namesake_keeps_the_name(world, person):
    other = Organisation.objects.create(name="Andre ApS")
    Listing.objects.create(cluster=world.nordlys, organisation=other, listed_at=world.noon)
    namesake = register_person(world.nordlys, name="Bo Ågård", email="bo@andre.example", actor=world.astrid, at=world.noon)
    forget(world, person)
    namesake.refresh_from_db()
    assert namesake.name == "Bo Ågård" and namesake.emails.count() == 1
    assert AuditEvent.objects.filter(subject_id=namesake.pk, subject_label="Bo Ågård").exists()
