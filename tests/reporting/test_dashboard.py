from datetime import date
from html import unescape
from uuid import uuid4

import pytest
from django.core.cache import caches
from django_scopes import scope

from klynge.audit.actions import record
from klynge.billing.actions import write_off_invoice
from klynge.billing.models import EInvoiceDelivery
from klynge.billing.queries import DuesTotals
from klynge.core.ranges import span
from klynge.directory.actions import declare_size
from klynge.membership.actions import issue_dues_batch, plan_dues, release_dues_run
from klynge.membership.models import Membership
from klynge.reporting.queries.dashboard import dashboard
from tests import factories
from tests.billing import bank


@pytest.fixture
def stage(world):
    caches["memory"].clear()
    with scope(cluster=world.nordlys):
        factories.a1_schedule(world.nordlys, world.dues)
        factories.size(world.fjord, 35)
        yield world


def test_an_empty_cluster_has_an_empty_picture(world):
    with scope(cluster=world.havblik):
        figures = dashboard(world.havblik, on=world.today)
    assert (figures.members["now"], figures.history, figures.dues.billed_minor) == (0, [], 0)


def test_the_years_are_counted_without_holes_and_a_leave_in_the_year_of_the_last_day(stage):
    gone = factories.member(stage.nordlys, stage.ordinary, "Gik ApS", 5, joined_on=date(2022, 3, 1))
    Membership.objects.filter(pk=gone.pk).update(during=span(date(2022, 3, 1), date(2025, 1, 1)))
    rows = [(row["year"], row["joined"], row["gone"], row["members"]) for row in dashboard(stage.nordlys, on=stage.today).history]
    assert rows == [
        (2020, 1, 0, 1),
        (2021, 0, 0, 1),
        (2022, 1, 0, 2),
        (2023, 0, 0, 2),
        (2024, 0, 1, 1),
        (2025, 0, 0, 1),
        (2026, 0, 0, 1),
        (2027, 0, 0, 1),
    ]


def test_what_is_billed_and_overdue_is_summed_with_vat(stage):
    run = plan_dues(stage.term, as_of=stage.today, issue_on=stage.today, actor=stage.astrid, at=stage.noon)
    release_dues_run(run, actor=stage.frida, at=stage.noon)
    assert dashboard(stage.nordlys, on=stage.today).waiting["open_run"] == run.pk
    issue_dues_batch(run, actor=stage.frida, at=stage.noon)
    figures = dashboard(stage.nordlys, on=date(2027, 3, 1))
    assert figures.dues == DuesTotals(billed_minor=8_125_00, paid_minor=0, overdue_minor=8_125_00, invoices=1, overdue_invoices=1)
    assert figures.waiting["open_run"] is None


def test_the_figures_are_kept_until_something_is_recorded(stage, django_assert_num_queries):
    dashboard(stage.nordlys, on=stage.today)
    with django_assert_num_queries(1):
        dashboard(stage.nordlys, on=stage.today)
    factories.member(stage.nordlys, stage.ordinary, "Ny ApS", 5)
    record(stage.astrid, "membership.membership.joined", stage.fjord_membership, at=stage.noon)
    assert dashboard(stage.nordlys, on=stage.today).members["now"] == 2


def test_members_who_need_something_are_counted(stage):
    factories.member(stage.nordlys, stage.ordinary, "Uden størrelse ApS", None)
    unsure = factories.company(stage.nordlys, "Usikker ApS")
    factories.size(unsure, 5, is_confirmed=False)
    Membership.objects.create(cluster=stage.nordlys, organisation=unsure, type=stage.ordinary, member_no=77, during=span(date(2024, 1, 1)))
    waiting = dashboard(stage.nordlys, on=stage.today).waiting
    assert (waiting["no_size"], waiting["unconfirmed_size"], waiting["no_contact"]) == (1, 1, 1)


def test_what_the_bank_and_the_receivers_left_to_decide_is_counted_and_has_its_page(stage, client):
    account, _file = bank.account(stage), bank.bank_file(stage)
    bank.came_in(account, 77_00)
    bank.matched(stage)
    EInvoiceDelivery.objects.create(
        cluster=stage.nordlys,
        invoice=bank.owed(stage),
        channel="folder",
        status="failed",
        message_id=uuid4(),
        created_at=stage.noon,
    )
    waiting = dashboard(stage.nordlys, on=stage.today).waiting
    assert (waiting["entries_waiting"], waiting["einvoice_failed"]) == (1, 1)
    client.force_login(stage.frida_user)
    shown = unescape(client.get("/office/nordlys/").content.decode())
    assert 'href="/office/nordlys/bank/"' in shown
    assert "1 bank entry waits to be decided." in shown
    assert 'href="/office/nordlys/invoices/?einvoice=failed"' in shown


def test_a_loss_is_not_shown_as_paid(stage):
    invoice = bank.owed(stage)
    write_off_invoice(invoice, on=date(2026, 12, 31), reason="Konkurs", **bank.by(stage))
    assert dashboard(stage.nordlys, on=date(2026, 12, 31)).dues == DuesTotals(0, 0, 0, 1, 0)


def test_who_says_another_size_than_the_register_is_counted_and_listed(stage, client):
    for low, high, source in ((20, 49, "register"), (60, 60, "member")):
        told = {"low": low, "high": high, "source": source, "as_of": stage.today, "is_confirmed": source == "member"}
        declare_size(stage.fjord, **told, actor=stage.astrid, at=stage.noon)
    factories.member(stage.nordlys, stage.ordinary, "Enig ApS", 5)
    assert dashboard(stage.nordlys, on=stage.today).waiting["disputed_size"] == 1
    client.force_login(stage.astrid_user)
    shown = client.get("/office/nordlys/members/?missing=agreement&on=2027-01-04").content.decode()
    assert ("Fjord Data ApS" in shown, "Enig ApS" in shown) == (True, False)
