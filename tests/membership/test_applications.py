"""From a draft to a member with its first invoice: all or nothing, and each way out is counted."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.billing.models import FeeStatusChange, Invoice
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.directory.models import Organisation
from klynge.directory.rules.register_records import from_virk
from klynge.membership.actions import (
    approve_application,
    decide_application,
    plan_dues,
    present_cluster,
    start_application,
    submit_application,
    withdraw_application,
)
from klynge.membership.models import Application, DuesRun, FeeSchedule, Membership, MembershipPeriod
from klynge.membership.queries.applying import application_by, applications, funnel, token_of
from klynge.outbox.models import Mail
from tests import factories
from tests.directory.register_answers import month, virk

SITE = "https://klynge.example"
FACTS = {
    "name": "Havnens Data ApS", "kind": "company", "street": "Kajvej 4B", "postcode": "9000", "town": "Aalborg", "employees": 35,
    "contact_name": "Eva  Ejer", "contact_email": "eva@havnen.example", "contact_title": "Direktør", "wished_on": date(2027, 1, 4),
}  # fmt: skip


@pytest.fixture
def stage(world):
    world.applicant = Actor.system("Application", cluster_id=world.nordlys.pk)
    with scope(cluster=world.nordlys), override("en"):
        factories.a1_schedule(world.nordlys, world.dues)
        yield world


def begun(stage, code="ANTAL_20_49", cvr="12345674", **record):
    found = from_virk(virk(int(cvr), series={"erstMaanedsbeskaeftigelse": [month(2026, 11, code)]}, **record)) if code else None
    return start_application(stage.nordlys, cvr=cvr, language="da", found=found, actor=stage.applicant, at=stage.noon)


def sent(stage, code="ANTAL_20_49", **facts):
    return submit_application(begun(stage, code), facts=FACTS | facts, site=SITE, actor=stage.applicant, at=stage.noon)


def approve(stage, application, **more):
    given = {"joined_on": stage.today, "type": stage.ordinary, "site": SITE, "actor": stage.astrid, "at": stage.noon} | more
    return approve_application(application, **given)


@pytest.mark.parametrize(
    ("code", "employees", "outcome"),
    [("ANTAL_20_49", 35, "agrees"), ("ANTAL_20_49", 60, "disagrees"), ("ANTAL_20_49", 20, "agrees"), (None, 35, "no_data")],
)
def test_the_number_told_is_compared_with_the_register_by_category(stage, code, employees, outcome):
    assert sent(stage, code, employees=employees).size_outcome == outcome


def test_an_interval_that_reaches_into_two_categories_decides_nothing(stage):
    stage.nordlys.refresh_from_db()
    FeeSchedule.objects.get().components.get().bands.filter(low=50).update(low=30)
    FeeSchedule.objects.get().components.get().bands.filter(low=20).update(high=30)
    assert sent(stage).size_outcome == "straddles"


def test_approval_makes_the_member_its_period_and_its_invoice_and_says_so(stage):
    membership = approve(stage, sent(stage))
    period, invoice = MembershipPeriod.objects.get(membership=membership), Invoice.objects.get()
    assert (period.net_minor, period.invoice, invoice.total_minor) == (6_500_00, invoice, 8_125_00)
    assert (invoice.organisation.name, invoice.organisation.cvr) == ("Havnens Data ApS", "12345674")
    assert [(each.source, each.low, each.confirmed_at is not None) for each in invoice.organisation.sizes.order_by("pk")] == [
        ("register", 20, False), ("member", 35, True)
    ]  # fmt: skip
    application = Application.objects.get()
    assert [event.state for event in application.events.all()] == ["draft", "submitted", "approved"]
    assert [mail.context.get("state", mail.rule) for mail in Mail.objects.order_by("pk")] == ["submitted", "approved", "access.invitation"]


def test_the_next_run_finds_the_newcomer_billed(stage):
    membership = approve(stage, sent(stage))
    run = plan_dues(stage.term, as_of=stage.today, issue_on=stage.today, actor=stage.astrid, at=stage.noon)
    assert run.lines.get(membership=membership).state == "billed"


def test_a_waiting_plan_does_not_stand_in_the_way(stage):
    plan_dues(stage.term, as_of=stage.today, issue_on=stage.today, actor=stage.astrid, at=stage.noon)
    approve(stage, sent(stage))
    assert (DuesRun.objects.count(), Invoice.objects.count()) == (2, 1)


def test_joining_in_october_is_prorated(stage):
    FeeSchedule.objects.update(proration="month")
    later = stage.noon.replace(month=10, day=12)
    membership = approve(stage, sent(stage, employees=250, wished_on=date(2027, 10, 12)), joined_on=later.date(), at=later)
    assert MembershipPeriod.objects.get(membership=membership).net_minor == 6_250_00


def test_before_dues_are_introduced_the_member_is_admitted_without_an_invoice(stage):
    FeeStatusChange.objects.all().delete()
    approve(stage, sent(stage))
    assert (Membership.objects.count(), Invoice.objects.count()) == (2, 0)


def test_when_the_invoice_can_not_be_made_nothing_is_kept(stage):
    application = sent(stage)
    FeeSchedule.objects.get().components.get().bands.filter(low=20).delete()
    with pytest.raises(Conflict, match="no category of the fee schedule"):
        approve(stage, application)
    application.refresh_from_db()
    assert (application.state, Organisation.objects.filter(cvr="12345674").exists(), Invoice.objects.exists()) == (
        "submitted",
        False,
        False,
    )


def test_an_organisation_that_is_known_is_recognised_and_not_made_twice(stage):
    known = factories.company(stage.havblik, "Havnens Data", cvr="12345674")
    application = sent(stage)
    assert application.organisation == known
    assert approve(stage, application).organisation == known


def test_a_member_is_not_admitted_twice(stage):
    application = sent(stage)
    approve(stage, application)
    with pytest.raises(Conflict):
        approve(stage, application)
    again = sent(stage)
    with pytest.raises(Conflict, match="already"):
        approve(stage, again)


def test_where_the_board_admits_its_decision_comes_first(stage):
    texts = {"headline": {"da": "Nordlys"}}
    present_cluster(stage.nordlys, texts=texts, is_public=True, needs_board=True, actor=stage.astrid, at=stage.noon)
    application = sent(stage)
    with pytest.raises(Conflict, match="board"):
        approve(stage, application)
    by = {"site": SITE, "actor": stage.astrid, "at": stage.noon}
    decide_application(application, state="endorsed", note="Møde 4. januar, punkt 3", **by)
    assert approve(stage, application).member_no == 2


def test_a_question_is_answered_by_sending_again(stage):
    application = sent(stage)
    by = {"site": SITE, "actor": stage.astrid, "at": stage.noon}
    asked = decide_application(application, state="needs_info", note="Hvor mange er I?", **by)
    again = submit_application(asked, facts={"employees": 60}, site=SITE, actor=stage.applicant, at=stage.noon + timedelta(days=1))
    assert (again.state, again.size_outcome, again.submitted_at) == ("submitted", "disagrees", stage.noon)
    with pytest.raises(Conflict):
        submit_application(again, facts={}, site=SITE, actor=stage.applicant, at=stage.noon)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"), ({"employees": None}, "employees"), ({"contact_email": ""}, "contact_email"),
        ({"wished_on": date(2027, 1, 3)}, "wished_on"), ({"wished_on": date(2030, 1, 1)}, "wished_on"), ({"kind": "public"}, "gln"),
        ({"kind": "public", "gln": "5798009811579"}, "gln"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_told_beside_its_field(stage, wrong, field):
    with pytest.raises(Invalid) as refusal:
        sent(stage, **wrong)
    assert refusal.value.field == field


def test_each_way_out_is_counted(stage):
    by = {"actor": stage.applicant, "at": stage.noon}
    withdraw_application(begun(stage), drop_out="price", **by)
    withdraw_application(sent(stage), drop_out="price", **by)
    decide_application(
        sent(stage), state="rejected", note="Uden for regionen", drop_out="not_eligible", site=SITE, actor=stage.astrid, at=stage.noon
    )
    approve(stage, sent(stage))
    begun(stage)
    found = funnel(stage.nordlys, first=stage.today, end=stage.today + timedelta(days=1))
    assert (found.started, found.submitted, found.approved, found.open, found.unsent) == (5, 3, 1, 0, 1)
    assert [(code, count) for code, _label, count in found.dropped] == [("price", 2), ("not_eligible", 1)]
    assert found.started == found.approved + found.open + found.unsent + sum(count for _code, _label, count in found.dropped)


def test_strangers_and_members_decide_nothing_and_see_nothing(stage):
    application = sent(stage)
    for actor in (stage.dorte, stage.bo):
        with pytest.raises(Refused):
            decide_application(application, state="rejected", note="x", drop_out="other", site=SITE, actor=actor, at=stage.noon)
        with pytest.raises(Refused):
            approve(stage, application, actor=actor)
        assert not Application.objects.visible_to(actor).exists()
    begun(stage)
    assert list(Application.objects.visible_to(stage.astrid)) == list(applications(stage.nordlys, state="open")) == [application]


def test_the_link_is_the_applicants_own_and_of_this_cluster(stage):
    application = sent(stage)
    token = token_of(application)
    assert application_by(token, cluster=stage.nordlys) == application
    assert application_by(token[:-2] + "xx", cluster=stage.nordlys) is None
    assert application_by(token, cluster=stage.havblik) is None
