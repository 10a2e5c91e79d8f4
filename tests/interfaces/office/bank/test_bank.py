"""The bank in the office: what waits is accepted with one key, changed, set aside and taken back; files and accounts."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope
from playwright.sync_api import expect

from klynge.access.models import Grant, Role
from klynge.banking.models import BankAccount, BankFile
from klynge.billing.actions import DraftLine, issue_invoice
from klynge.billing.models import EntryMatch, Payment
from klynge.billing.queries import open_minor
from klynge.core.clock import day_of
from klynge.directory.models import refresh_search
from tests import factories
from tests.billing.bank import account, bank_file, came_in, fik, match_of, matched
from tests.browser import SIZES, judge
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = ["worklist", "entries", "files", "new_file", "accounts", "new_account", "reconciliation"]


@pytest.fixture
def stage():
    world, world.day = build(), day_of(timezone.now())
    world.noon = timezone.now()
    with scope(cluster=world.nordlys):
        world.account = account(world)
        bank_file(world)
        company = factories.company(world.nordlys, "Ærø Softwarehus A/S")
        refresh_search([company.pk])
        world.invoices = [_invoice(world, company, n) for n in range(3)]
        came = {"on": world.day - timedelta(days=3)}
        world.more = [
            came_in(world.account, 1_300_00 + n, **came, **fik(one, payer_name="ÆRØ SOFTWAREHUS")) for n, one in enumerate(world.invoices)
        ]
        world.unknown = came_in(world.account, 77_00, **came, payer_name="Ærø Softwarehus")
        world.nobody = came_in(world.account, 999_00, **came, payer_name="N. N.", text="overførsel")
        world.wages = came_in(world.account, -30_000_00, **came, text="Løn november")
        world.back = came_in(world.account, -1_300_00, **came, is_reversal=True, payer_name="ÆRØ SOFTWAREHUS", text="Retur")
        matched(world)
    return world


def _invoice(world, company, number):
    days = {"issued_on": world.day - timedelta(days=30), "due_on": world.day, "language": "da"}
    lines = [DraftLine(world.dues, "Kontingent", 1_000_00)]
    return issue_invoice(company, cluster=world.nordlys, lines=lines, source_key=f"x{number}", **days, actor=world.frida, at=world.noon)


def address(world, page, *rest):
    return reverse(f"office:bank:{page}", args=[world.nordlys.slug, *rest])


def state(entry):
    return match_of(entry).state


@pytest.mark.parametrize(("scheme", "language"), [("light", "da"), ("dark", "en")])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_of_the_bank_is_fit_to_be_seen(visitor, stage, size, scheme, language):
    entry, nobody = stage.more[0].pk, stage.nobody.pk
    kinds = [f"{address(stage, 'worklist')}?kind={kind}" for kind in ("unknown", "out", "returned")]
    more = [address(stage, page, entry) for page in ("entry", "choose", "aside")] + [address(stage, "choose", nobody)]
    for number, page in enumerate([*(address(stage, page) for page in PAGES), *kinds, *more]):
        judge(visitor.open(page, user=stage.frida_user, size=size, scheme=scheme, language=language), f"bank-{number}-{size}-{scheme}")


@pytest.mark.parametrize("script", [True, False])
def test_enter_accepts_one_proposal_after_the_other(visitor, stage, script):
    page = visitor.open(address(stage, "worklist"), user=stage.frida_user, script=script)
    for left in (3, 2):
        assert page.get_by_role("button", name="Accept").count() == left + 1
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Accept")).to_have_count(left)
        expect(page.get_by_role("button", name="Accept").first).to_be_focused()
    with scope(cluster=stage.nordlys):
        assert [state(one) for one in stage.more] == ["booked", "booked", "waiting"]
        assert sorted(open_minor(one) for one in stage.invoices)[:2] == [0, 0]


def test_an_old_proposal_books_nothing_and_says_so(client, stage):
    client.force_login(stage.frida_user)
    answer = client.post(address(stage, "accept", stage.more[0].pk), {"mark": "0ld", "kind": "proposed"})
    assert answer.status_code == 422 and "has changed" in answer.context["refusal"]
    assert Payment._base_manager.count() == 0


def test_who_paid_is_found_and_the_amount_spread(visitor, stage):
    page = visitor.open(address(stage, "worklist") + "?kind=unknown", user=stage.frida_user)
    page.get_by_role("link", name="Who paid?").click()
    page.get_by_role("searchbox").fill("Ærø")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Paid it").first.click()
    assert page.get_by_role("textbox", name=stage.invoices[0].number).input_value() == "999.00"
    page.get_by_role("textbox", name=stage.invoices[0].number).fill("900")
    page.get_by_role("button", name="Book it").click()
    assert page.get_by_text("Booked: DKK 999.00 from Ærø Softwarehus A/S.").is_visible()
    with scope(cluster=stage.nordlys):
        assert (state(stage.nobody), open_minor(stage.invoices[0])) == ("booked", 350_00)


def test_what_is_written_wrong_is_told_beside_the_field_and_books_nothing(client, stage):
    client.force_login(stage.frida_user)
    page, payer, share = address(stage, "choose", stage.nobody.pk), stage.invoices[0].organisation_id, f"share-{stage.invoices[0].pk}"
    for data, field in (({share: "9x"}, share), ({"amount": "10"}, "number"), ({"number": "77", "amount": "1"}, "number"), ({share: "5000"}, "__all__")):  # fmt: skip
        answer = client.post(page, {"payer": payer, **data})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field]), data
    assert Payment._base_manager.count() == 0


def test_what_is_ticked_is_set_aside_and_taken_up_again(client, stage):
    client.force_login(stage.frida_user)
    page = address(stage, "set_aside")
    for data in ({}, {"entry": stage.wages.pk}, {"entry": stage.wages.pk, "reason": "other"}):
        assert client.post(page, {"kind": "out", **data}).status_code == 422
    assert client.post(page, {"kind": "out", "entry": stage.wages.pk, "reason": "wages"}).status_code == 302
    assert client.post(address(stage, "aside", stage.nobody.pk), {"reason": "grant"}).status_code == 302
    with scope(cluster=stage.nordlys):
        assert [state(one) for one in (stage.wages, stage.nobody)] == ["aside", "aside"]
    assert client.post(address(stage, "restore", stage.wages.pk)).status_code == 302
    assert client.post(address(stage, "restore", stage.wages.pk)).status_code == 422
    with scope(cluster=stage.nordlys):
        assert state(stage.wages) == "waiting"


def test_a_booking_is_taken_back_by_hand_and_with_the_bank(client, stage):
    client.force_login(stage.frida_user)
    entry = stage.more[0].pk
    assert client.post(address(stage, "accept", entry)).status_code == 302
    assert client.post(address(stage, "reverse", entry), {"reason": ""}).status_code == 422
    assert client.post(address(stage, "reverse", entry), {"reason": "Forkert"}).status_code == 302
    assert client.post(address(stage, "accept", entry)).status_code == 302
    assert client.post(address(stage, "return", stage.back.pk)).status_code == 302
    with scope(cluster=stage.nordlys):
        assert [state(one) for one in (stage.more[0], stage.back)] == ["aside", "aside"]
        assert open_minor(stage.invoices[0]) == 1_250_00
    assert "Taken back by the bank" in client.get(address(stage, "entry", entry)).content.decode()


def test_a_file_and_an_account_come_in_and_bad_ones_are_told(client, stage):
    client.force_login(stage.frida_user)
    rows = "Dato;Tekst;Beløb;Saldo\n20-11-2026;Kontingent;1.250,00;1.250,00\n"
    for said, status in ((rows.encode(), 302), (rows.encode(), 422), (b"\x89PNG\r\n\x1a\n", 422)):
        answer = client.post(address(stage, "new_file"), {"file": SimpleUploadedFile("liste.csv", said), "account": stage.account.pk})
        assert answer.status_code == status
    assert BankFile._base_manager.filter(name="liste.csv").count() == 1
    assert client.get(address(stage, "files")).context["is_reading"]
    for facts, status in (({"identifier": "123", "currency": "DKK"}, 422), ({"identifier": "0040 0440116299", "currency": "dkk", "name": "Opsparing"}, 302)):  # fmt: skip
        assert client.post(address(stage, "new_account"), facts).status_code == status
    assert BankAccount._base_manager.filter(name="Opsparing", currency="DKK").count() == 1


def test_the_entries_are_narrowed_and_handed_over_as_shown(client, stage):
    client.force_login(stage.frida_user)
    for wanted, count in (
        ({}, 7),
        ({"direction": "out"}, 2),
        ({"state": "unread"}, 0),
        ({"search": "løn"}, 1),
        ({"account": "x", "since": "y"}, 7),
    ):
        assert client.get(address(stage, "entries"), wanted).context["page"].paginator.count == count, wanted
    text = b"".join(client.get(address(stage, "csv"), {"search": "løn"})).decode()
    assert text.splitlines()[1].split(";")[1:5] == ["Drift", "-30000,00", "DKK", ""]
    assert b"".join(client.get(address(stage, "xlsx"))).startswith(b"PK")


def test_pages_ask_the_same_number_of_questions_however_much_there_is(client, stage, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(stage.frida_user)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(address(stage, "worklist"))
            client.get(address(stage, "entries"))
        counts.append(len(asked))
        with scope(cluster=stage.nordlys):
            for _ in range(9):
                came_in(stage.account, 1_300_00, on=stage.day, **fik(stage.invoices[1]))
            matched(stage)
    assert counts[0] == counts[1]


def test_a_reader_looks_and_changes_nothing(client, stage):
    Grant.objects.filter(user=stage.frida_user).update(role=Role.READER)
    client.force_login(stage.frida_user)
    assert client.get(address(stage, "worklist")).status_code == 200
    assert [client.get(address(stage, page)).status_code for page in ("new_file", "new_account")] == [403, 403]
    entry = stage.more[0].pk
    assert client.post(address(stage, "accept", entry)).status_code == 403
    assert [client.get(address(stage, page, entry)).status_code for page in ("choose", "aside", "reverse")] == [403, 403, 403]
    assert EntryMatch._base_manager.exclude(state="waiting").count() == 0


def test_the_reconciliation_names_each_difference_and_is_handed_over(client, stage):
    client.force_login(stage.frida_user)
    page = client.get(address(stage, "reconciliation"), {"on": str(stage.day)})
    (each,) = page.context["reports"]
    assert [(label, part.count, part.minor) for label, part in each["unbooked"]] == [("To decide", 7, -26_323_97)]
    assert (each["report"].told_minor, each["report"].difference_minor) == (-26_323_97, 0)
    assert "They agree" in page.content.decode()
    lines = client.get(address(stage, "reconciliation_csv"), {"on": str(stage.day)}).content.decode().splitlines()
    assert lines[0].startswith("\ufeffAccount;Date;Text") and f"bank;{stage.day};Difference;;0,00" in lines
    assert client.get(address(stage, "reconciliation"), {"on": "yesterday"}).status_code == 200
