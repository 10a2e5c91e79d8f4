"""Our own checks: each fault is found, says where, and has a sentence."""

from dataclasses import replace
from datetime import date

import pytest

from klynge.billing.queries.einvoice_wording import FAULTS, fault_text
from klynge.billing.rules.einvoice import Fault, Identifier, Line, Scheme, Tax, faults
from tests.billing.rules.einvoice.sample import ACCOUNT, BUYER, FIK, IBAN, SELLER, STANDARD, discount, note, sample, taxed


def line(net=100, price=100, **facts):
    return Line("Kontingent", net, facts.pop("tax", STANDARD), price, **facts)


def buyer(**facts):
    return sample(buyer=replace(BUYER, **facts))


def seller(**facts):
    return sample(seller=replace(SELLER, **facts))


def off_by(net=0, vat=0):
    right = sample()
    (part,) = right.subtotals
    return replace(right, subtotals=(replace(part, net_minor=part.net_minor + net, vat_minor=part.vat_minor + vat),))


CVR, GLN = Scheme.CVR, Scheme.GLN
WRONG = {
    "no_number number": sample(number=" "),
    "currency currency": sample(currency="kr."),
    "no_due_day due_on": sample(due_on=None),
    "due_before_issue due_on": sample(due_on=date(2027, 1, 4)),
    "no_reference reference": sample(reference="\x02 "),
    "credits_later credits": note(issued_on=date(2027, 1, 1), due_on=date(2027, 1, 1)),
    "no_name buyer.name": buyer(name=""),
    "country buyer.country": buyer(country="XX"),
    "no_endpoint buyer.endpoint": buyer(endpoint=None),
    "no_endpoint seller.endpoint": seller(endpoint=None),
    "gln buyer.gln": buyer(endpoint=Identifier("5798009811579", GLN)),
    "cvr buyer.cvr": buyer(registered=Identifier("12345678", CVR)),
    "cvr seller.cvr": sample(seller=replace(SELLER, **dict.fromkeys(("registered", "endpoint"), Identifier("32081330", CVR)), vat_id="DK32081330")),
    "national buyer.se": buyer(registered=Identifier("5567037486", Scheme.SWEDISH)),
    "national buyer.no": buyer(registered=Identifier("974760674", Scheme.NORWEGIAN)),
    "national buyer.be": buyer(registered=Identifier("0403019262", Scheme.BELGIAN)),
    "vat_id seller.vat_id": seller(vat_id="12345674"),
    "vat_id_outside seller.vat_id": replace(taxed(sample(), Tax("O", 0, "x")), seller=SELLER),
    "no_payment payment": sample(payment=None),
    "fik_id payment.reference": sample(payment=replace(FIK, reference="123456789012345")),
    "fik_creditor payment.account": sample(payment=replace(FIK, account="12345678")),
    "branch payment.branch": sample(payment=replace(ACCOUNT, branch="")),
    "account payment.account": sample(payment=replace(ACCOUNT, account="12 34")),
    "iban payment.account": sample(payment=replace(IBAN, account="DK0320009876543210")),
    "no_text lines.1.name": sample(replace(line(), name="\u0003")),
    "negative lines.1.price": sample(line(-100, -100), line(200, 200)),
    "line_sum lines.2.net": sample(line(), line(101, 100)),
    "negative lines.1.allowance": sample(line(110, 100, allowances=(discount(-10),))),
    "no_allowance_reason lines.1.allowance": sample(line(90, 100, allowances=(discount(10, ""),))),
    "untaxed_allowance allowances": sample(allowances=(discount(0),)),
    "net_sum vat.S.net": off_by(net=100),
    "vat_sum vat.S.vat": off_by(vat=1),
    "vat_twice vat": replace(sample(), subtotals=sample().subtotals * 2),
    "rate vat.E.rate": taxed(sample(), Tax("E", 2500, "x")),
    "rate vat.S.rate": taxed(sample(), Tax("S", 0)),
    "no_reason vat.E.reason": taxed(sample(), Tax("E")),
    "mixed_outside vat.O": sample(line(), line(tax=Tax("O", 0, "x"))),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_fault_is_found_where_it_is_and_nothing_else(wrong):
    assert [f"{fault.code} {fault.field}" for fault in faults(WRONG[wrong])] == [wrong]


def test_a_seller_without_a_number_lacks_its_vat_number_too():
    assert [fault.code for fault in faults(seller(registered=None, vat_id=""))] == ["no_cvr", "vat_id"]


def test_a_document_of_nothing_says_so():
    assert [fault.code for fault in faults(replace(sample(), lines=(), subtotals=()))] == ["vat_id_outside", "no_lines"]


def test_more_taken_off_than_charged_is_a_negative_total():
    found = faults(sample(line(), allowances=(discount(200, tax=STANDARD),)))
    assert [(fault.code, fault.value) for fault in found] == [("negative_total", "-125")]


def test_every_fault_has_a_sentence_that_says_how_to_mend_it():
    tried = {key.split()[0] for key in WRONG} | {"no_cvr", "no_lines", "negative_total"}
    assert tried == set(FAULTS)
    assert all(len(fault_text(Fault(code, "buyer.gln", "1234"))) > 40 for code in FAULTS)


@pytest.mark.parametrize("right", [sample(), note(), sample(payment=ACCOUNT), sample(payment=IBAN), taxed(sample(), Tax("Z"))])
def test_what_is_right_has_no_fault(right):
    assert faults(right) == []
