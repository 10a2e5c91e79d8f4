"""The books on screen: what is booked, numbered, closed, sealed and taken out."""

from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scope

from klynge.billing.actions import DraftLine, issue_credit_note, issue_invoice
from klynge.ledger.actions import close_books, post_transaction, seal_books
from klynge.ledger.models import ChartNumber, Closing
from tests.browser import SIZES, judge
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = ["journal", "chart", "vat", "closing", "close"]


@pytest.fixture
def stage():
    world = build()
    with scope(cluster=world.nordlys):
        by = {"actor": world.frida, "at": world.noon}
        for number in range(3):
            made = issue_invoice(
                world.fjord, cluster=world.nordlys, lines=[DraftLine(world.dues, "Kontingent", 6_500_05)], source_key=f"x{number}",
                issued_on=date(2026, 2, 1 + number), due_on=date(2026, 4, 1), language="da", **by,
            )  # fmt: skip
        issue_credit_note(made, reason="Forkert", issued_on=date(2026, 3, 1), **by)
        seal_books(world.nordlys, **by)
        close_books(world.nordlys, through_on=date(2026, 2, 28), **by)
    return world


def address(world, page, *rest):
    return reverse(f"office:books:{page}", args=[world.nordlys.slug, *rest])


def get(client, world, page, query="", user=None):
    client.force_login(user or world.frida_user)
    return client.get(address(world, page) + query)


@pytest.mark.parametrize(("scheme", "language"), [("light", "da"), ("dark", "en")])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_of_the_books_is_fit_to_be_seen(visitor, stage, size, scheme, language):
    for page in PAGES:
        query = "?quarter=2026-1" if page == "vat" else ""
        judge(visitor.open(address(stage, page) + query, user=stage.frida_user, size=size, scheme=scheme, language=language), f"books-{page}-{size}-{scheme}")  # fmt: skip


def test_the_journal_is_narrowed_by_day_account_and_words(client, stage):
    def found(query):
        return [entry.effective_on for entry, _legs in get(client, stage, "journal", query).context["rows"]]

    assert found("") == [date(2026, 3, 1), date(2026, 2, 3), date(2026, 2, 2), date(2026, 2, 1)]
    assert found("?since=2026-02-02&until=2026-02-28") == [date(2026, 2, 3), date(2026, 2, 2)]
    assert (found("?family=bank"), len(found("?family=vat"))) == ([], 4)
    assert found("?search=nothing+like+it") == []


def test_the_journal_pages_on_from_the_last_row_with_the_same_queries(client, stage, django_assert_num_queries):
    with scope(cluster=stage.nordlys):
        for number in range(60):
            post_transaction(stage.nordlys, reference=f"r{number}", effective_on=stage.today, text="x", moves=[("income", "bank", 1)], actor=stage.frida, at=stage.noon)  # fmt: skip
    first = get(client, stage, "journal")
    second = get(client, stage, "journal", f"?before={first.context['older']}")
    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 14)


def test_the_vat_of_a_quarter_is_that_of_the_books(client, stage):
    report = get(client, stage, "vat", "?quarter=2026-1").context["report"]
    assert [(line.treatment, line.invoices, line.credit_notes, line.net_minor, line.vat_minor) for line in report.lines] == [
        ("S", 3, 1, 13_000_10, 3_250_02)
    ]
    assert (report.booked_minor, report.difference_minor) == (3_250_02, 0)


@pytest.mark.parametrize("quarter", ["2026-5", "0000-1", "9999-4", "x", "\x00"])
def test_a_quarter_that_is_none_shows_todays(client, stage, quarter):
    assert get(client, stage, "vat", f"?quarter={quarter}").status_code == 200


@pytest.mark.parametrize(
    ("form", "start"), [("csv", "number;date"), ("economic", "["), ("beancount", "option"), ("hledger", "; Foreningen")]
)
def test_the_journal_leaves_in_each_format(client, stage, form, start):
    answer = get(client, stage, "export", f"?first=2026-02-01&last=2026-03-31&form={form}")
    assert answer.content.decode().startswith(start)
    assert answer["Content-Disposition"].startswith('attachment; filename="nordlys-2026-02-01-2026-03-31.')


def test_days_that_run_backwards_are_told(client, stage):
    answer = get(client, stage, "export", "?first=2026-03-01&last=2026-02-01&form=csv")
    assert answer.status_code == 422 and b"Turn them round" in answer.content


def test_finance_closes_and_an_administrator_opens_again(client, stage):
    client.force_login(stage.frida_user)
    assert client.post(address(stage, "close"), {"through_on": "2026-03-31"}).status_code == 302
    assert client.get(address(stage, "reopen")).status_code == 403
    client.force_login(stage.astrid_user)
    assert client.post(address(stage, "reopen"), {"through_on": "2026-02-28", "reason": ""}).status_code == 422
    assert client.post(address(stage, "reopen"), {"through_on": "2026-02-28", "reason": "One more"}).status_code == 302
    with scope(cluster=stage.nordlys):
        assert [str(one) for one in Closing.objects.all()] == ["2026-02-28", "2026-03-31", "2026-02-28"]


def test_an_account_gets_its_number_and_a_taken_one_is_told(client, stage):
    client.force_login(stage.frida_user)
    assert client.post(address(stage, "number", "income:dues"), {"number": "1234"}).status_code == 302
    assert client.post(address(stage, "number", "vat"), {"number": "1234"}).status_code == 422
    assert client.get(address(stage, "number", "gold")).status_code == 404
    with scope(cluster=stage.nordlys):
        assert list(ChartNumber.objects.values_list("family", "number")) == [("income:dues", "1234")]


def test_a_stranger_finds_no_books(client, stage):
    for page in (*PAGES, "export", "reopen"):
        assert get(client, stage, page, user=stage.dorte_user).status_code == 404
