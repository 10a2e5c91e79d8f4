"""Receivables in the office: any day, narrowed and sorted, handed over; each payer's account; losses, refunds and instalments from the pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from klynge.access.models import Grant
from klynge.billing.actions import DraftLine, issue_invoice, open_dispute, record_payment
from klynge.billing.models import InstalmentPlan, Refund, WriteOff
from klynge.billing.queries import open_minor
from klynge.core.clock import day_of
from klynge.directory.models import refresh_search
from klynge.membership.models import BenefitSuspension
from klynge.outbox.models import Mail
from tests import factories
from tests.browser import SIZES, judge
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage():
    """Fjord owes for a hundred days and disputes it; Ærø owes for ten, and has paid too much of something else."""
    world, world.day = build(), day_of(timezone.now())
    world.noon = timezone.now()
    with scope(cluster=world.nordlys):
        world.other = factories.company(world.nordlys, "Ærø Softwarehus A/S")
        refresh_search([world.other.pk, world.fjord.pk])
        world.old, world.late, world.paid = _owed(world, world.fjord, 100), _owed(world, world.other, 10), _owed(world, world.other, 40)
        open_dispute(world.old, reason="Forkert antal", actor=world.frida, at=world.noon)
        facts = {"received_on": world.day, "reference": "b-1", "invoice": world.paid, "actor": world.frida, "at": world.noon}
        world.payment = record_payment(world.other, cluster=world.nordlys, amount_minor=1_300_00, **facts)
        BenefitSuspension.objects.create(cluster=world.nordlys, membership=world.fjord_membership, from_on=world.day)
    return world


def _owed(world, who, days):
    lines, due = [DraftLine(world.dues, "Kontingent", 1_000_00)], world.day - timedelta(days=days)
    facts = {"issued_on": due - timedelta(days=30), "due_on": due, "language": "da", "actor": world.frida, "at": world.noon}
    return issue_invoice(who, cluster=world.nordlys, lines=lines, source_key=f"x{who.pk}:{days}", **facts)


def at(world, page, *rest, section="receivables"):
    return reverse(f"office:{section}:{page}", args=[world.nordlys.slug, *rest])


def shown(page):
    return [(payer.name, payer.aged.owed_minor, payer.aged.on_account) for payer, _cells in page.context["rows"]]


@pytest.mark.parametrize(("scheme", "language"), [("light", "da"), ("dark", "en")])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_fit_to_be_seen(visitor, stage, size, scheme, language):
    pages = [at(stage, "list"), at(stage, "account", stage.other.pk), at(stage, "detail", stage.fjord_membership.pk, section="members")]
    number = stage.late.number
    pages += [at(stage, page, number, section="invoices") for page in ("detail", "write_off", "instalments")]
    pages += [at(stage, "refund", stage.payment.pk, section="invoices"), at(stage, "list") + "?search=zzz"]
    for count, page in enumerate(pages):
        judge(
            visitor.open(page, user=stage.frida_user, size=size, scheme=scheme, language=language), f"receivables-{count}-{size}-{scheme}"
        )


def test_who_owes_is_sorted_narrowed_and_looked_at_on_any_day(client, stage):
    client.force_login(stage.frida_user)
    ask = lambda **narrowed: shown(client.get(at(stage, "list"), narrowed))  # noqa: E731
    fjord, aeroe = ("Fjord Data ApS", 1_250_00, 0), ("Ærø Softwarehus A/S", 1_250_00, 50_00)
    assert sorted(ask()) == sorted(ask(bucket="overdue")) == [fjord, aeroe]
    assert ask(bucket="over_90") == ask(bucket="disputed") == ask(search="fjord") == [fjord]
    assert ask(bucket="on_account") == ask(bucket="to_30") == [aeroe]
    assert (ask(sort="name"), ask(sort="-name")) == ([fjord, aeroe], [aeroe, fjord])
    before = (stage.day - timedelta(days=1)).isoformat()
    assert sorted(ask(on=before)) == [fjord, ("Ærø Softwarehus A/S", 2_500_00, 0)]
    assert ask(bucket="nonsense", sort="nonsense", on="never", page="9999999999") != []


def test_the_sums_are_those_of_the_rows_and_disputed_money_is_not_expected(client, stage):
    client.force_login(stage.frida_user)
    found = client.get(at(stage, "list")).context
    assert (found["total"].owed_minor, found["total"].disputed, found["total"].on_account) == (2_500_00, 1_250_00, 50_00)
    assert found["ageing"][1][1] + found["ageing"][4][1] == 2_500_00
    assert (sum(minor for _month, minor in found["months"]), found["cash"].disputed_minor) == (1_250_00, 1_250_00)


def test_both_lists_are_handed_over(client, stage):
    client.force_login(stage.frida_user)
    lines = client.get(at(stage, "csv"), {"bucket": "on_account"}).getvalue().decode().splitlines()
    assert (len(lines), lines[1].split(";")[0], lines[1].split(";")[-2:]) == (2, "Ærø Softwarehus A/S", ["50,00", "1200,00"])
    rows = client.get(at(stage, "account_csv", stage.other.pk)).getvalue().decode().splitlines()
    assert [row.split(";")[-1] for row in rows[1:]] == ["1250,00", "2500,00", "1200,00"]


def _queries(client, stage):
    with CaptureQueriesContext(connection) as queries:
        client.get(at(stage, "list"))
        client.get(at(stage, "account", stage.other.pk))
    return len(queries)


def test_pages_ask_the_same_number_of_questions_however_many_owe(client, stage):
    client.force_login(stage.frida_user)
    before = _queries(client, stage)
    with scope(cluster=stage.nordlys):
        for number in range(3):
            _owed(stage, factories.company(stage.nordlys, f"Firma {number} ApS"), 200 + number)
            _owed(stage, stage.other, 300 + number)
    assert _queries(client, stage) == before


def test_a_loss_an_agreement_and_a_refund_are_made_and_taken_back(client, stage):
    client.force_login(stage.frida_user)
    day = stage.day.isoformat()
    number = stage.late.number
    post = lambda page, key, data: client.post(at(stage, page, key, section="invoices"), data)  # noqa: E731
    assert post("instalments", number, {"count": "2", "first_on": day, "note": ""}).status_code == 302
    assert post("write_off", number, {"reason": "", "on": day}).status_code == 422
    assert post("write_off", number, {"reason": "Konkurs", "on": day}).status_code == 302
    asked = {"amount": "50,00", "to_account": "9280 1234567890", "paid_on": day, "reason": "Betalt for meget"}
    assert post("refund", stage.payment.pk, {**asked, "to_account": "x"}).status_code == 422
    assert post("refund", stage.payment.pk, asked).status_code == 302
    with scope(cluster=stage.nordlys):
        plan, loss, refund = InstalmentPlan.objects.get(), WriteOff.objects.get(), Refund.objects.get()
        assert (open_minor(stage.late), Mail.objects.filter(rule="billing.correction").count()) == (0, 2)
    for of, key in (("plan", plan.pk), ("loss", loss.pk), ("refund", refund.pk)):
        document = client.get(at(stage, "correction", of, key, section="invoices"))
        assert (document.status_code, document.content[:5]) == (200, b"%PDF-")
    for page, key in (("end_instalments", plan.pk), ("undo_write_off", loss.pk), ("undo_refund", refund.pk)):
        assert [post(page, key, {"reason": reason}).status_code for reason in ("", "Fejl")] == [422, 302]
    with scope(cluster=stage.nordlys):
        assert open_minor(stage.late) == 1_250_00


def test_the_member_page_says_that_benefits_rest_and_leads_to_the_account(client, stage):
    client.force_login(stage.frida_user)
    page = client.get(at(stage, "detail", stage.fjord_membership.pk, section="members")).content.decode()
    assert "Benefits rest since" in page and at(stage, "account", stage.fjord.pk) in page


@pytest.mark.parametrize("role", ["reader", "board", "auditor"])
def test_who_only_reads_sees_the_receivables_and_corrects_nothing(client, stage, role):
    Grant.objects.filter(user=stage.frida_user).update(role=role)
    client.force_login(stage.frida_user)
    assert client.get(at(stage, "list")).status_code == 200
    assert client.post(at(stage, "write_off", stage.late.number, section="invoices"), {"reason": "x", "on": stage.day}).status_code == 403
    assert client.post(at(stage, "refund", stage.payment.pk, section="invoices"), {}).status_code == 403
