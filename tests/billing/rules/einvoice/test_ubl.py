"""Discounts, charges and quantities of any kind come out as the rules want them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from klynge.billing.rules.einvoice import Allowance, Line, Scheme, Tax, faults, subtotals, unmixed
from klynge.billing.rules.einvoice.ubl import SCHEMES
from tests.billing.rules.einvoice.sample import ACCOUNT, FIK, IBAN, ORIGINAL, fired, sample, taxed, written

TAXES = st.sampled_from([Tax("S", 2500), Tax("S", 1250), Tax("E", 0, "Momsfri"), Tax("O", 0, "Uden for momsloven"), Tax("Z")])
ALLOWANCES = st.builds(Allowance, st.integers(0, 500), st.sampled_from(["Rabat", "Gebyr <&>"]), st.booleans())


@st.composite
def lines(draw):
    """A line with its own discounts, never below nothing."""
    price, quantity = draw(st.integers(2_000, 10**9)), draw(st.integers(1, 50))
    allowances = tuple(draw(st.lists(ALLOWANCES, max_size=3)))
    net = price * quantity + sum(allowance.signed_minor for allowance in allowances)
    return Line("Kontingent", net, draw(TAXES), price, quantity=quantity, unit="MON", allowances=allowances)


@settings(max_examples=150, deadline=None)
@given(st.lists(lines(), min_size=1, max_size=4), st.lists(ALLOWANCES, max_size=2), st.sampled_from([FIK, ACCOUNT, IBAN]), st.booleans())
def test_whatever_is_taken_off_or_added_the_document_is_valid(found, taken, payment, is_note):
    """A discount on the whole stands with the tax of the first line; what is outside the scope is exempt beside others."""
    stands_as = unmixed(line.tax for line in found)
    parts = [Line(x.name, x.net_minor, stands_as[x.tax], x.price_minor, x.quantity, x.unit, x.note, x.allowances) for x in found]
    allowances = [Allowance(x.amount_minor, x.reason, x.is_charge, parts[0].tax) for x in taken]
    facts = {"payment": None, "credits": ORIGINAL} if is_note else {"payment": payment}
    made = sample(*parts, allowances=allowances, order="PO 4711", note="Medlemskontingent", **facts)
    if {line.tax.category for line in parts} == {"O"}:
        made = taxed(made, parts[0].tax)
    assert (faults(made), fired(written(made))) == ([], set())


def test_what_differs_in_its_reason_alone_is_one_sum_with_both_reasons():
    parts = subtotals(
        [Line("A", 100, Tax("E", 0, "§ 13"), 100), Line("B", 50, Tax("E", 0, "§ 14"), 50), Line("C", 1, Tax("E", 0, "§ 13"), 1)]
    )
    assert [(part.tax.reason, part.net_minor, part.vat_minor) for part in parts] == [("§ 13; § 14", 151, 0)]


def test_every_register_has_its_number_at_peppol():
    assert set(SCHEMES) == set(Scheme)


def test_a_hash_in_a_note_is_not_taken_for_the_code_of_a_subject():
    made = written(sample(note="Se #123# og #4"))
    assert (fired(made), "<cbc:Note>#AAI#Se #123# og #4</cbc:Note>" in made) == (set(), True)
    assert fired(made.replace("#AAI#", "")) == {"BR-CL-08"}


def test_a_bank_is_named_by_its_registration_number_or_its_bic():
    assert "<cbc:ID>0040</cbc:ID>" in written(sample(payment=ACCOUNT))
    assert "<cbc:ID>NDEADKKK</cbc:ID>" in written(sample(payment=IBAN))
