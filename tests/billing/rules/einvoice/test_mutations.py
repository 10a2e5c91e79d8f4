"""Twenty-three ways to get an e-invoice wrong, and the rule of Peppol BIS Billing 3.0 (3.0.21) or of our own that says so."""

import re
from dataclasses import replace

import pytest

from klynge.billing.rules.einvoice import faults
from tests.billing.rules.einvoice.sample import ACCOUNT, FIK, fired, note, sample, written

DUE = "<cbc:DueDate>2027-02-04</cbc:DueDate>"
BUYER_AT = '<cbc:EndpointID schemeID="0088">5798009811578</cbc:EndpointID>'
LEGAL = '<cbc:CompanyID schemeID="0184">12345674</cbc:CompanyID>'
VAT_TOTAL, PAYABLE = '<cac:TaxTotal><cbc:TaxAmount currencyID="DKK">5000.00', '<cbc:PayableAmount currencyID="DKK">25000.00'
TAXED = (
    "<cac:PartyTaxScheme><cbc:CompanyID>DK12345674</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
)
# what is written instead of what, and the rules that fire then
MUTATIONS = {
    "no buyer reference": ("<cbc:BuyerReference>Bo Ågård</cbc:BuyerReference>", "", {"PEPPOL-EN16931-R003"}),
    "no address of the buyer": (BUYER_AT, "", {"PEPPOL-EN16931-R010"}),
    "a wrong check digit in the GLN": ("5798009811578", "5798009811579", {"PEPPOL-COMMON-R040"}),
    "the seller's CVR number under another scheme": (LEGAL, LEGAL.replace("0184", "0088"), {"DK-R-014"}),
    "a payment id of 14 digits": ("71#000000000074203", "71#00000000074203", {"DK-R-011"}),
    "a payment id without #": ("71#000000000074203", "71000000000074203", {"DK-R-010"}),
    "a creditor of 7 digits": ("80679858", "8067985", {"DK-R-010"}),
    "payment means 30": ("PaymentMeansCode>93<", "PaymentMeansCode>30<", {"DK-R-005"}),
    "card type 72": ("71#", "72#", {"DK-R-010"}),
    "an øre too much VAT": (VAT_TOTAL, VAT_TOTAL.replace("5000.00", "5000.01"), {"BR-CO-15"}),
    "a wrong sum to pay": (PAYABLE, PAYABLE.replace("25000.00", "25001.00"), {"BR-CO-16"}),
    "three decimals": (PAYABLE, PAYABLE.replace("25000.00", "25000.001"), {"BR-CO-16", "BR-DEC-18", "UBL-DT-01"}),
    "an empty element": ("<cbc:DocumentCurrencyCode>", "<cbc:Note/><cbc:DocumentCurrencyCode>", {"PEPPOL-EN16931-R008"}),
    "letters in a CVR number": ('schemeID="0184">12345674</cbc:EndpointID>', 'schemeID="0184">ABCDEFGH</cbc:EndpointID>', {"PEPPOL-COMMON-R042"}),
    "another currency in a line": ('PriceAmount currencyID="DKK"', 'PriceAmount currencyID="EUR"', {"PEPPOL-EN16931-R051"}),
    "a standard rate of nought": ("<cbc:Percent>25</cbc:Percent>", "<cbc:Percent>0</cbc:Percent>", {"BR-CO-17", "BR-S-05", "BR-S-09"}),
    "no VAT number of the seller": (TAXED, "", {"BR-S-02"}),
    "no CVR number of the seller": (LEGAL, "", {"DK-R-002"}),
    "an unknown profile": ("billing:01:1.0", "billing:77:1.0", {"PEPPOL-EN16931-R007"}),
    "a VAT number without its country": (">DK12345674<", ">12345674<", {"BR-CO-09"}),
}  # fmt: skip


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_the_rule_fires(mutation):
    old, new, rules = MUTATIONS[mutation]
    right = written(sample())
    assert (old in right, fired(right)) == (True, set())
    assert rules <= fired(right.replace(old, new))


def test_a_credit_note_can_not_ask_for_less_than_nothing():
    right = written(note())
    assert fired(right) == set()
    assert {"BR-CO-16", "DK-R-016"} <= fired(right.replace(PAYABLE, PAYABLE.replace("25000.00", "-25000.00")))


def test_a_wrong_check_digit_of_a_payment_id_is_ours_to_find():
    wrong = sample(payment=replace(FIK, reference="000000000074204"))
    assert (fired(written(wrong)), [(fault.code, fault.value) for fault in faults(wrong)]) == (set(), [("fik_id", "000000000074204")])


def test_a_missing_day_of_payment_is_ours_to_find():
    wrong = sample(due_on=None, payment=ACCOUNT)
    assert DUE not in written(wrong)
    assert (fired(written(wrong)), [fault.code for fault in faults(wrong)]) == (set(), ["no_due_day"])


def test_twenty_three_ways_are_tried():
    assert len(MUTATIONS) + 3 == 23


def test_what_is_written_has_no_empty_element():
    assert not re.search(r"<[^>]+/>|<([^ >]+)[^>]*></\1>", written(sample()))
