"""Money on account is used for an invoice and released again, on screen."""

from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scope

from klynge.billing.actions import DraftLine, allocate_payment, issue_invoice, record_payment
from klynge.billing.models import Allocation
from klynge.billing.queries import open_minor
from tests import factories
from tests.browser import SIZES, judge
from tests.world import build

PAST = date(2026, 9, 1)  # on any day that the tests run


def by(world):
    return {"actor": world.frida, "at": world.noon}


def staged(world):
    with scope(cluster=world.nordlys):
        world.other = factories.company(world.nordlys, "Ærø Net A/S")
        facts = {"cluster": world.nordlys, "received_on": PAST, **by(world)}
        world.payment = record_payment(world.fjord, amount_minor=2_000_00, reference="bank-1", **facts)
        days = {"issued_on": PAST, "due_on": PAST, "language": "da", **by(world)}
        lines = [DraftLine(world.dues, "Kontingent", 1_000_00)]
        world.invoice, world.theirs = (
            issue_invoice(who, cluster=world.nordlys, lines=lines, source_key=str(who.pk), **days) for who in (world.fjord, world.other)
        )
    return world


@pytest.fixture
def stage(world):
    return staged(world)


def at(stage, name, *rest):
    return reverse(f"office:{name}", args=[stage.nordlys.slug, *rest])


def used(stage, invoice=None):
    with scope(cluster=stage.nordlys):
        return allocate_payment(stage.payment, invoice=invoice or stage.invoice, pays_for_another=bool(invoice), **by(stage))


def read(client, address):
    return client.get(address, headers={"accept-language": "en"}).content.decode()


def left_open(stage, invoice):
    with scope(cluster=stage.nordlys):
        return open_minor(invoice)


def test_the_member_page_shows_the_account_and_the_way_to_use_it(client, stage):
    client.force_login(stage.frida_user)
    page = read(client, at(stage, "members:detail", stage.fjord_membership.pk))
    assert "On account, settles nothing yet" in page
    assert at(stage, "invoices:use", stage.payment.pk) in page
    used(stage)
    assert "DKK\xa0750.00" in read(client, at(stage, "members:detail", stage.fjord_membership.pk))


def test_a_payment_is_used_in_part_and_then_as_far_as_it_goes(client, stage):
    client.force_login(stage.frida_user)
    address = at(stage, "invoices:use", stage.payment.pk)
    assert "2026-00001" in read(client, address)
    assert client.post(address, {"invoice": "2026-00001", "amount": "250,00"}).status_code == 302
    assert left_open(stage, stage.invoice) == 1_000_00
    assert client.post(address, {"invoice": "2026-00001"}).status_code == 302
    assert left_open(stage, stage.invoice) == 0
    assert "Nothing is open" in read(client, address)


def test_one_pays_for_another_by_its_number(client, stage):
    client.force_login(stage.frida_user)
    assert client.post(at(stage, "invoices:use", stage.payment.pk), {"number": "2026-00002"}).status_code == 302
    assert left_open(stage, stage.theirs) == 0
    assert "Fjord Data ApS" in read(client, at(stage, "invoices:detail", "2026-00002"))


@pytest.mark.parametrize(
    "wrong",
    [{"invoice": ""}, {"number": "2026-99999"}, {"invoice": "2026-00001", "number": "2026-00002"}, {"invoice": "2026-00001", "amount": "x"},
     {"invoice": "2026-00001", "amount": "1.250,01"}, {"invoice": "2026-00002"}],
)  # fmt: skip
def test_what_can_not_be_used_is_said(client, stage, wrong):
    client.force_login(stage.frida_user)
    assert client.post(at(stage, "invoices:use", stage.payment.pk), wrong).status_code == 422
    assert not Allocation.objects.exists()


def test_a_payment_is_released_with_a_reason(client, stage):
    allocation = used(stage)
    client.force_login(stage.frida_user)
    address = at(stage, "invoices:release", allocation.pk)
    assert address in read(client, at(stage, "invoices:detail", "2026-00001"))
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Forkert faktura"}).status_code == 302
    assert left_open(stage, stage.invoice) == 1_250_00
    assert client.get(address).status_code == 404
    assert address not in read(client, at(stage, "invoices:detail", "2026-00001"))


def test_too_much_is_said_when_it_is_recorded(client, stage):
    client.force_login(stage.frida_user)
    facts = {"amount": "2.000,00", "received_on": "2026-09-02", "reference": "bank-2"}
    answer = client.post(at(stage, "invoices:payment", "2026-00001"), facts, headers={"accept-language": "en"}, follow=True)
    assert "DKK\xa0750.00 is more than was open, and stays on account." in answer.content.decode()


def test_a_stranger_finds_nothing_and_a_reader_may_not(client, stage):
    addresses = [at(stage, "invoices:use", stage.payment.pk), at(stage, "invoices:release", used(stage).pk)]
    client.force_login(stage.dorte_user)
    assert [client.get(address).status_code for address in addresses] == [404, 404]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "da")])
@pytest.mark.parametrize("size", SIZES)
def test_the_pages_of_settling_are_fit_to_be_seen(visitor, size, scheme, language):
    stage = staged(build())
    allocation = used(stage, stage.theirs)
    pages = {
        "invoices:use": stage.payment.pk, "invoices:release": allocation.pk, "invoices:detail": "2026-00002",
        "members:detail": stage.fjord_membership.pk,
    }  # fmt: skip
    for name, rest in pages.items():
        seen = visitor.open(at(stage, name, rest), user=stage.frida_user, size=size, scheme=scheme, language=language)
        judge(seen, f"settling-{name.replace(':', '-')}-{size}-{scheme}")
