import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope
from openpyxl import load_workbook

from klynge.access.models import Grant, Role
from klynge.billing.actions import DraftLine, issue_credit_note, issue_invoice, prepare_invoice_mails, record_payment
from klynge.billing.models import Invoice, Payment
from tests import factories

ENGLISH = {"accept-language": "en"}
ISSUED = date(2026, 9, 1)  # on any day that the tests run, it is in the past and due


def issue(world, key, organisation=None, *, amount=1_000_00):
    by = {"issued_on": ISSUED, "due_on": date(2026, 10, 1), "language": "en", "actor": world.astrid, "at": world.noon}
    lines = [DraftLine(world.dues, "Membership dues 2026", amount, "14 employees")]
    return issue_invoice(organisation or world.fjord, cluster=world.nordlys, lines=lines, source_key=key, **by)


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        world.invoice = issue(world, "hand:1")
    return world


@pytest.fixture
def staff(stage, client):
    client.force_login(stage.frida_user)
    return client


def url(stage, page, *rest):
    return reverse(f"office:invoices:{page}", args=[stage.nordlys.slug, *rest])


def every_page(stage):
    return [url(stage, name) for name in ("list", "csv", "xlsx")] + [
        url(stage, name, "2026-00001") for name in ("detail", "pdf", "credit", "payment")
    ]


def text(response):
    return response.content.decode().replace("\xa0", " ")


def test_staff_open_every_page_in_both_languages(stage, staff):
    for language in ("da", "en"):
        assert [staff.get(page, headers={"accept-language": language}).status_code for page in every_page(stage)] == [200] * 7


@pytest.mark.parametrize("who", ["bo_user", "dorte_user"])
def test_a_stranger_and_a_member_find_nothing(stage, client, who):
    client.force_login(getattr(stage, who))
    assert {client.get(page).status_code for page in every_page(stage)} == {404}


def test_an_unknown_number_is_not_found(stage, staff):
    assert [staff.get(url(stage, "detail", number)).status_code for number in ("2026-00002", "x", "2026\x00")] == [404, 404, 404]


def test_the_list_says_how_each_invoice_stands(stage, staff):
    page = text(staff.get(url(stage, "list"), headers=ENGLISH))
    assert "2026-00001" in page and "Fjord Data ApS" in page and "Overdue" in page and "DKK 1,250.00" in page


@pytest.mark.parametrize(("query", "is_there"), [("status=overdue", True), ("status=paid", False), ("search=1", True), ("search=2026-00009", False), ("year=2026", True), ("status=nonsense&sort=x&page=z&organisation=x", True)])  # fmt: skip
def test_the_address_narrows_the_list(stage, staff, query, is_there):
    assert ("Fjord Data ApS" in text(staff.get(f"{url(stage, 'list')}?{query}", headers=ENGLISH))) is is_there


def test_the_list_takes_the_same_queries_for_one_invoice_and_for_many(stage, staff):
    counts = []
    for number in range(3):
        with CaptureQueriesContext(connection) as queries:
            staff.get(url(stage, "list"))
        counts.append(len(queries))
        with scope(cluster=stage.nordlys):
            issue(stage, f"more:{number}", factories.company(stage.nordlys, f"Ny {number}"))
    assert len(set(counts[1:])) == 1 and counts[0] == counts[1]


def test_one_invoice_shows_its_lines_why_payments_and_mail(stage, staff):
    with scope(cluster=stage.nordlys):
        by = {"actor": stage.frida, "at": stage.noon}
        record_payment(
            stage.fjord, cluster=stage.nordlys, amount_minor=250_00, received_on=ISSUED, reference="bank-7", invoice=stage.invoice, **by
        )
        prepare_invoice_mails(stage.nordlys, invoice_ids=[stage.invoice.pk], **by)
    page = text(staff.get(url(stage, "detail", "2026-00001"), headers=ENGLISH))
    for part in (
        "Membership dues 2026",
        "14 employees",
        "DKK 1,250.00",
        "bank-7",
        "DKK 1,000.00",
        "bo@fjord.example",
        "Overdue",
        "DK50 0040 0440 1162 43",
    ):
        assert part in page, part


def test_a_credited_invoice_and_its_credit_note_name_each_other(stage, staff):
    with scope(cluster=stage.nordlys):
        issue_credit_note(stage.invoice, reason="Wrong size", issued_on=date(2026, 9, 2), actor=stage.frida, at=stage.noon)
    invoice, note = (text(staff.get(url(stage, "detail", number), headers=ENGLISH)) for number in ("2026-00001", "2026-00002"))
    assert "2026-00002" in invoice and "Wrong size" in invoice and "Record payment" not in invoice
    assert "2026-00001" in note and "Credit note 2026-00002" in note


def test_crediting_asks_for_a_reason_and_then_shows_the_credit_note(stage, staff):
    page = url(stage, "credit", "2026-00001")
    assert (staff.post(page, {"reason": " "}).status_code, Invoice._base_manager.count()) == (422, 1)
    with scope(cluster=stage.nordlys):
        response = staff.post(page, {"reason": "Forkert"})
        note = Invoice.objects.get(kind="credit_note")
    assert response.url == url(stage, "detail", note.number)
    again = staff.post(page, {"reason": "Forkert"}, headers=ENGLISH)
    assert again.status_code == 422 and "credited already" in text(again)


def test_a_payment_is_recorded_and_twice_is_refused_in_words(stage, staff):
    page, form = url(stage, "payment", "2026-00001"), {"amount": "1.250,00", "received_on": "2026-09-20", "reference": "bank-1"}
    assert staff.post(page, form).url == url(stage, "detail", "2026-00001")
    again = staff.post(page, form, headers=ENGLISH)
    assert again.status_code == 422 and "recorded already" in text(again)
    assert [staff.post(page, form | {"amount": amount, "reference": "b"}).status_code for amount in ("x", "0", "-1")] == [422] * 3
    assert Payment._base_manager.count() == 1


def test_a_reader_sees_invoices_and_changes_nothing(stage, client):
    Grant.objects.filter(user=stage.frida_user).update(role=Role.READER)
    client.force_login(stage.frida_user)
    assert "Record payment" not in text(client.get(url(stage, "detail", "2026-00001"), headers=ENGLISH))
    assert [client.post(url(stage, page, "2026-00001"), {"reason": "x"}).status_code for page in ("credit", "payment")] == [403, 403]


def test_the_pdf_is_shown_or_downloaded_under_its_number(stage, staff):
    shown, kept = staff.get(url(stage, "pdf", "2026-00001")), staff.get(url(stage, "pdf", "2026-00001") + "?download")
    assert (shown.content[:5], shown["Content-Type"]) == (b"%PDF-", "application/pdf")
    assert shown["Content-Disposition"].startswith("inline") and "invoice-2026-00001.pdf" in kept["Content-Disposition"]
    assert kept["Content-Disposition"].startswith("attachment")


def test_files_hold_what_is_on_screen_and_no_formula(stage, staff):
    with scope(cluster=stage.nordlys):
        issue(stage, "evil", factories.company(stage.nordlys, "=1+1|cmd"))
    lines = b"".join(staff.get(url(stage, "csv"), headers=ENGLISH).streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].split(";")[:3] == ["Number", "State", "Organisation"]
    assert lines[1].split(";")[2] == "'=1+1|cmd" and ";1250,00;" in lines[2]
    book = load_workbook(io.BytesIO(b"".join(staff.get(url(stage, "xlsx"), headers=ENGLISH).streaming_content))).active
    rows = list(book.iter_rows(min_row=2))
    assert (rows[0][2].value, rows[0][2].data_type, rows[1][9].value, rows[1][5].value.date()) == ("=1+1|cmd", "s", 1250, ISSUED)
    narrow = b"".join(staff.get(url(stage, "csv") + "?search=2026-00001").streaming_content).decode()
    assert "cmd" not in narrow and "Fjord" in narrow
