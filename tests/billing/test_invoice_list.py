from datetime import date

import pytest
from django_scopes import scope

from klynge.billing.actions import DraftLine, issue_credit_note, issue_invoice, record_payment, write_off_invoice
from klynge.billing.queries import InvoiceFilter, InvoiceState, invoice_count, invoice_ids, invoice_list, invoices_in_order, years
from klynge.billing.rules.fik import print_line
from tests import factories

ON = date(2027, 2, 10)


@pytest.fixture
def stage(world):
    """Seven documents: open, partly paid, overdue, paid, given up, credited and its credit note; and one of nothing."""
    with scope(cluster=world.nordlys):
        world.other = factories.company(world.nordlys, "Ærø Net A/S", cvr="13585628", search_text="aeroe net a/s 13585628")
        world.open = issue(world, "a", due_on=date(2027, 3, 1))
        world.partly = issue(world, "b", due_on=date(2027, 3, 2), organisation=world.other)
        world.overdue = issue(world, "c", due_on=date(2027, 2, 1), amount=2_000_00)
        world.paid, world.credited, world.nothing = issue(world, "d"), issue(world, "e"), issue(world, "f", amount=0)
        for number, (invoice, amount) in enumerate([(world.partly, 100_00), (world.overdue, 100_00), (world.paid, 1_250_00)]):
            by = {"received_on": world.today, "reference": f"bank-{number}", "invoice": invoice, "actor": world.frida, "at": world.noon}
            record_payment(invoice.organisation, cluster=world.nordlys, amount_minor=amount, **by)
        world.lost = issue(world, "g")
        write_off_invoice(world.lost, reason="x", on=world.today, actor=world.frida, at=world.noon)
        world.note = issue_credit_note(world.credited, reason="x", issued_on=world.today, actor=world.frida, at=world.noon)
        yield world


def issue(world, key, *, due_on=date(2027, 2, 3), amount=1_000_00, organisation=None):
    by = {"issued_on": world.today, "due_on": due_on, "language": "da", "actor": world.astrid, "at": world.noon}
    return issue_invoice(
        organisation or world.fjord, cluster=world.nordlys, lines=[DraftLine(world.dues, "x", amount)], source_key=key, **by
    )


def found(stage, on=ON, **wanted):
    return list(invoice_list(stage.nordlys, InvoiceFilter(**wanted), on=on))


def test_each_document_stands_in_exactly_one_state_and_the_filter_agrees_with_the_list(stage):
    everything = found(stage)
    for state in InvoiceState.values:
        assert [i.pk for i in everything if i.state == state] == [i.pk for i in found(stage, state=state)], state
    assert {i.pk: i.state for i in everything} == {
        stage.open.pk: "open", stage.partly.pk: "partly_paid", stage.overdue.pk: "overdue", stage.paid.pk: "paid",
        stage.credited.pk: "credited", stage.note.pk: "credit_note", stage.nothing.pk: "paid", stage.lost.pk: "written_off",
    }  # fmt: skip


@pytest.mark.parametrize("on", [date(2027, 1, 3), date(2027, 1, 4), date(2027, 2, 1), date(2027, 2, 2), date(2027, 4, 1)])
def test_list_and_filter_agree_on_any_day(stage, on):
    everything = found(stage, on)
    for state in InvoiceState.values:
        assert [i.pk for i in everything if i.state == state] == [i.pk for i in found(stage, on, state=state)], state


@pytest.mark.parametrize("words", ["2027-00002", " 2027-00002 ", "2", "ærø", "13585628", "line", "id"])
def test_an_invoice_is_found_by_number_payment_line_and_organisation(stage, words):
    line = print_line(stage.partly.payment_id, "80679858")
    words = {"line": line, "id": stage.partly.payment_id}.get(words, words)
    assert found(stage, search=words) == [stage.partly]


def test_a_search_without_a_hit_finds_nothing(stage):
    assert found(stage, search="2027-09999") == found(stage, search="zzzzqqqq") == found(stage, year="1999") == []


def test_a_list_is_narrowed_to_an_organisation_and_a_year(stage):
    assert found(stage, organisation_id=stage.other.pk, year="2027") == [stage.partly]
    assert years(stage.nordlys) == ["2027"]


def test_a_list_is_sorted_both_ways_and_an_unknown_key_is_the_newest_first(stage):
    assert [i.pk for i in found(stage, sort="number")] == [i.pk for i in reversed(found(stage, sort="nonsense"))]
    assert found(stage, sort="due")[-1] == stage.partly and found(stage, sort="-due")[0] == stage.partly
    assert found(stage, sort="-total")[0] == stage.overdue


def test_another_cluster_sees_none_of_it(stage):
    with scope(cluster=stage.havblik):
        assert list(invoice_list(stage.havblik, InvoiceFilter(), on=ON)) == []


@pytest.mark.parametrize(
    "wanted", [{}, {"year": "2027"}, {"year": "1999"}, {"state": "paid"}, {"search": "2"}, {"search": "zzzz"}, {"sort": "-total"}]
)
def test_pages_are_cut_from_ids_and_their_count_is_known_beforehand(stage, wanted):
    narrow, expected = InvoiceFilter(**wanted), found(stage, **wanted)
    ids = list(invoice_ids(stage.nordlys, narrow, on=ON))
    assert (ids, invoice_count(stage.nordlys, narrow, on=ON)) == ([i.pk for i in expected], len(expected))
    rows = invoices_in_order(stage.nordlys, ids, on=ON)
    assert [(i.pk, i.state, i.open_minor) for i in rows] == [(i.pk, i.state, i.open_minor) for i in expected]
