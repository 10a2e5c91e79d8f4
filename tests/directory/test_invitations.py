"""Invitations: to the office and to a company's people; followed once, in time, by whoever was meant."""

from datetime import date, timedelta

import pytest
from django_scopes import scope, scopes_disabled

from klynge.access.actions import withdraw_invitation
from klynge.access.actor import Actor
from klynge.access.models import Grant, Invitation, User
from klynge.access.queries import actor_of, open_invitations, token_of
from klynge.audit.models import AuditEvent
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.directory.actions import accept_invitation, invite_person, invite_user
from klynge.directory.models import Affiliation, ContactRole, Person
from klynge.outbox.models import Mail
from klynge.outbox.queries import render_mail

SITE = "https://klynge.example"
NOBODY = Actor(name="", cluster_id=None)


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        yield world


def to_office(stage, *, actor=None, **facts):
    facts = {"email": "Nina@nordlys.example", "name": "Nina Lund", "role": "finance"} | facts
    return invite_user(stage.nordlys, **facts, site=SITE, actor=actor or stage.astrid, at=stage.noon)


def to_company(stage, *, actor=None, **facts):
    facts = {"email": "kim@fjord.example", "name": "Kim Dahl", "kinds": ["billing"], "title": "Bogholder"} | facts
    return invite_person(stage.nordlys, organisation=stage.fjord, **facts, site=SITE, actor=actor or stage.astrid, at=stage.noon)


def accept(stage, invitation, *, actor=NOBODY, days=1, password="rugbrod-og-sild", name=""):
    return accept_invitation(token_of(invitation), name=name, password=password, actor=actor, at=stage.noon + timedelta(days=days))


def test_an_invited_colleague_works_in_the_office_after_accepting(stage):
    user = accept(stage, to_office(stage)).user
    assert (user.email, user.name, user.check_password("rugbrod-og-sild")) == ("nina@nordlys.example", "Nina Lund", True)
    assert actor_of(user, cluster=stage.nordlys, at=stage.noon + timedelta(days=1)).roles == {"finance"}
    assert not open_invitations(stage.nordlys, at=stage.noon).exists()
    verbs = list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["access.user.invited", "outbox.invitation.sent", "directory.person.invited", "access.invitation.accepted"]


def test_the_mail_leaves_at_once_and_only_the_invited_reads_the_link(stage):
    invitation = to_office(stage)
    mail = Mail.objects.get()
    shown, leaving = render_mail(mail), render_mail(mail, is_leaving=True)
    link = f"{SITE}/invitation/{token_of(invitation)}/"
    assert (link in leaving.text, link in leaving.html, mail.batch.released_at) == (True, True, stage.noon)
    assert token_of(invitation) not in shown.text + shown.html + str(mail.context)
    mail.to_address = "rie@nordlys.example"  # sent on to somebody else
    assert link not in render_mail(mail, is_leaving=True).text


def test_a_company_colleague_is_tied_to_the_company_on_accepting(stage):
    invitation = to_company(stage)
    assert not Person.objects.filter(emails__address="kim@fjord.example").exists()
    user = accept(stage, invitation, name="Kim B. Dahl").user
    person = Person.objects.get(user=user)
    assert (person.name, Affiliation.objects.get(person=person).title) == ("Kim B. Dahl", "Bogholder")
    holder = ContactRole.objects.get(kind="billing", during__contains=date(2027, 1, 6))
    assert (holder.person, Grant.objects.filter(user=user).exists()) == (person, False)


def test_a_known_person_is_recognised_and_an_account_is_used_again(stage):
    person = stage.bo_user.person
    Person.objects.filter(pk=person.pk).update(user=None)
    stage.bo_user = User.objects.get(pk=stage.bo_user.pk)
    accepted = accept(stage, to_company(stage, email="bo@fjord.example", name="", kinds=[]))
    person.refresh_from_db()
    assert (accepted.user, person.user) == (stage.bo_user, stage.bo_user)
    assert accepted.user.check_password("aalborg-2027")  # a link does not change the password of an account


def test_the_primary_contact_invites_colleagues_to_the_own_company_only(stage):
    assert to_company(stage, actor=stage.bo).invited_by == stage.bo_user
    stranger = Actor(name="Kaj", cluster_id=stage.nordlys.pk, user_id=stage.dorte_user.pk)
    for actor in (stranger, stage.dorte, stage.frida, NOBODY):
        with pytest.raises(Refused):
            to_company(stage, actor=actor, email="ny@fjord.example")
    ContactRole.objects.filter(person=stage.bo_user.person, kind="primary").delete()
    with pytest.raises(Refused):
        to_company(stage, actor=stage.bo, email="ny@fjord.example")


def test_only_an_administrator_invites_to_the_office(stage):
    for actor in (stage.frida, stage.bo, stage.dorte):
        with pytest.raises(Refused):
            to_office(stage, actor=actor)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("wrong", [{"email": "nina"}, {"role": "queen"}, {"name": ""}])
def test_what_makes_no_sense_is_refused(stage, wrong):
    with pytest.raises(Invalid):
        to_office(stage, **wrong)


def test_nobody_is_invited_twice_or_to_what_they_have(stage):
    to_office(stage)
    with pytest.raises(Conflict, match="invited already"):
        to_office(stage, email="nina@NORDLYS.example")
    with pytest.raises(Conflict, match="holds the role"):
        to_office(stage, email="frida@nordlys.example")


def test_a_link_opens_once(stage):
    invitation = to_office(stage)
    accept(stage, invitation)
    with pytest.raises(Conflict, match="used already"):
        accept(stage, invitation)
    assert Grant.objects.filter(user__email="nina@nordlys.example").count() == 1


def test_a_link_that_is_too_old_or_taken_back_says_so(stage):
    invitation = to_office(stage)
    with pytest.raises(Conflict, match="too old. Ask Astrid Holm"):
        accept(stage, invitation, days=14)
    withdraw_invitation(invitation, actor=stage.astrid, at=stage.noon)
    with pytest.raises(Conflict, match="taken back"):
        accept(stage, invitation)
    with pytest.raises(Conflict, match="already"):
        withdraw_invitation(invitation, actor=stage.astrid, at=stage.noon)
    assert not User.objects.filter(email="nina@nordlys.example").exists()


def test_an_altered_link_is_none(stage):
    token = token_of(to_office(stage))
    other = token_of(Invitation(pk=999_999, email="x@x.example"))
    for wrong in (token[:-1] + ("A" if token[-1] != "A" else "B"), token[:10], "", "x", other):
        with pytest.raises(Invalid, match="not whole"):
            accept_invitation(wrong, name="", password="", actor=NOBODY, at=stage.noon)


def test_the_invited_alone_accepts_and_only_with_a_good_password(stage):
    invitation = to_office(stage)
    with pytest.raises(Refused):
        accept(stage, invitation, actor=stage.dorte)
    with pytest.raises(Invalid):
        accept(stage, invitation, password="12345678")
    assert not accept(stage, invitation, password="").user.has_usable_password()  # by code or passkey


def test_a_stranger_takes_no_invitation_back(stage):
    invitation = to_office(stage)
    for actor in (stage.dorte, stage.frida, stage.bo):
        with pytest.raises(Refused):
            withdraw_invitation(invitation, actor=actor, at=stage.noon)


def test_accepting_for_another_cluster_says_nothing_of_the_first(stage):
    with scopes_disabled():
        invitation = invite_user(
            stage.havblik, email="astrid@nordlys.example", name="", role="reader", site=SITE, actor=stage.dorte, at=stage.noon
        )
    accept(stage, invitation)
    assert actor_of(stage.astrid_user, cluster=stage.nordlys, at=stage.noon + timedelta(days=2)).roles == {"admin"}
