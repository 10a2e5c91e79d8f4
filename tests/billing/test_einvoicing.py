"""Every invoice that the product can issue, held to Peppol's rules by somebody else's validator, offline."""

from datetime import date
from itertools import count

import mockeinvoice
import pytest
from django.utils.translation import override
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klynge.access.models import Cluster
from klynge.billing.actions import DraftLine, issue_credit_note, issue_invoice
from klynge.billing.models import Product
from klynge.billing.queries.einvoicing import einvoice, einvoice_xml, sent_as_einvoice, xml_name
from klynge.core.errors import Invalid
from klynge.directory.models import Organisation
from tests import factories

KEYS = count(1)
ODD = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)  # control characters and astral ones too
WORDS = st.builds(
    "{}{}{}".format, ODD, st.sampled_from(["Ærø & Søn <A/S>", "“Fjord” – 100 %", "]]>", "北極", "O'Neill", "PO #123# og #4"]), ODD
)
PAID = st.sampled_from([
    {"fik_creditor": "80679858"},
    {"fik_creditor": "", "bank_reg": "9280", "bank_account": "1234567890"},
    {"fik_creditor": "", "bank_reg": "", "bank_account": "", "iban": "DK50 0040 0440 1162 43"},
    {"fik_creditor": "", "bank_account": "", "iban": "DK5000400440116243", "bic": ""},
])  # fmt: skip
BUYERS = st.sampled_from([
    {"kind": "public", "country": "DK", "cvr": "29283958", "gln": "5798009811578"},
    {"kind": "public", "country": "DK", "cvr": "", "gln": "5790000435975"},
    {"kind": "company", "country": "DK", "cvr": "24256790", "gln": ""},
    {"kind": "knowledge", "country": "DK", "cvr": "30060946", "gln": "5790000435975"},
    {"kind": "company", "country": "SE", "cvr": "556703-7485", "gln": ""},
    {"kind": "company", "country": "NO", "cvr": "974 760 673", "gln": ""},
    {"kind": "company", "country": "DE", "cvr": "HRB 1234", "gln": "5790000435975"},
])  # fmt: skip
AMOUNTS = st.one_of(st.just(0), st.integers(1, 10), st.integers(1, 10**10))
LINES = st.lists(st.tuples(st.sampled_from("SSEOZT"), AMOUNTS, WORDS, ODD), min_size=1, max_size=5)
PLACES = st.fixed_dictionaries({"street": st.just("") | WORDS, "town": st.just("") | WORDS, "postcode": st.sampled_from(["", "9000"])})


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys), override("en"):
        reason = {"da": "Momsfri efter momslovens § 13", "en": "Exempt under section 13"}
        facts = {"S": 2500, "E": 0, "O": 0, "Z": 0, "T": 1250}
        world.products = {
            code: Product.objects.create(
                cluster=world.nordlys, code=f"p{code.lower()}", kind="other", vat_treatment="S" if code == "T" else code, vat_rate_bp=rate,
                vat_reason={} if code in "STZ" else reason,
            )
            for code, rate in facts.items()
        }  # fmt: skip
        yield world


def issue(stage, organisation, lines, language="da"):
    by = {"issued_on": stage.today, "due_on": date(2027, 2, 3), "language": language, "actor": stage.astrid, "at": stage.noon}
    drafts = [DraftLine(stage.products[code], text, amount, note) for code, amount, text, note in lines]
    return issue_invoice(organisation, cluster=stage.nordlys, lines=drafts, source_key=f"x:{next(KEYS)}", **by)


def buyer(**facts):
    """The same registered company again, with other facts: a CVR number is there once."""
    known = Organisation.objects.filter(country=facts["country"], cvr=facts["cvr"]).exclude(cvr="").first() or Organisation()
    for name, value in facts.items():
        setattr(known, name, value[: known._meta.get_field(name).max_length])
    known.save()
    return known


def verdict(xml):
    """What the outsider says, warnings included."""
    _document, report = mockeinvoice.validate(xml)
    return report.verdict, [(finding.code, finding.path, finding.text) for finding in report.findings]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    paid=PAID,
    who=BUYERS,
    name=WORDS,
    place=PLACES,
    reference=st.just("") | WORDS,
    lines=LINES,
    language=st.sampled_from(["da", "en"]),
    why=WORDS,
)
def test_every_invoice_and_its_credit_note_is_valid(stage, paid, who, name, place, reference, lines, language, why):
    Cluster.objects.filter(pk=stage.nordlys.pk).update(**{"fik_creditor": "", "iban": "", **paid})
    stage.nordlys.refresh_from_db()
    invoice = issue(stage, buyer(**who, **place, name=name, buyer_reference=reference), lines, language)
    assert verdict(einvoice_xml(invoice)) == ("valid", [])

    note = issue_credit_note(invoice, reason=f"Forkert {why}"[:200], issued_on=stage.today, actor=stage.astrid, at=stage.noon)
    assert verdict(einvoice_xml(note)) == ("valid", [])
    assert xml_name(note) == f"{note.number}.xml"


def test_the_same_invoice_is_the_same_bytes(stage):
    invoice = issue(stage, stage.fjord, [("S", 100, "Kontingent", "")])
    again = type(invoice).objects.get(pk=invoice.pk)
    assert einvoice_xml(invoice) == einvoice_xml(again)


def test_what_is_outside_the_scope_stands_alone_or_is_exempt_beside_others(stage):
    alone = einvoice(issue(stage, stage.fjord, [("O", 100, "Gebyr", "")]))
    assert ([part.tax.category for part in alone.subtotals], alone.seller.vat_id) == (["O"], "")
    mixed = einvoice(issue(stage, stage.fjord, [("O", 100, "Gebyr", ""), ("E", 50, "Fond", ""), ("S", 1000, "Kontingent", "")]))
    assert [(part.tax.category, part.net_minor, part.vat_minor) for part in mixed.subtotals] == [("S", 1000, 250), ("E", 150, 0)]
    assert mixed.seller.vat_id == "DK12345674"


def test_a_reason_that_was_never_written_is_said_in_the_usual_words(stage):
    Product.objects.filter(vat_treatment__in="EO").update(vat_reason={})
    for code in "EO":
        stage.products[code].refresh_from_db()
    said = [einvoice(issue(stage, stage.fjord, [(code, 100, "Fond", "")], "en")).subtotals[0].tax.reason for code in "EO"]
    assert said == ["Exempt from VAT", "Not subject to VAT"]


def test_from_abroad_an_iban_is_paid_to_also_when_there_is_a_payment_slip(stage):
    abroad = factories.company(stage.nordlys, "Skåne AB", country="SE", cvr="556703-7485")
    said = einvoice(issue(stage, abroad, [("S", 100, "Kontingent", "")]))
    assert (said.payment.means, said.payment.account, said.payment.bic) == ("iban", "DK5000400440116243", "NDEADKKK")


def test_a_buyer_without_any_number_can_not_be_addressed_and_is_told_so(stage):
    nobody = factories.company(stage.nordlys, "Foreningen uden CVR")
    with pytest.raises(Invalid, match="GLN"):
        einvoice_xml(issue(stage, nobody, [("S", 100, "Kontingent", "")]))


def test_an_account_without_its_registration_number_is_no_place_to_pay(stage):
    Cluster.objects.filter(pk=stage.nordlys.pk).update(fik_creditor="", iban="", bank_reg="")
    stage.nordlys.refresh_from_db()
    with pytest.raises(Invalid, match="bank account"):
        einvoice_xml(issue(stage, stage.fjord, [("S", 100, "Kontingent", "")]))


def test_a_public_body_that_no_e_invoice_reaches_is_not_billed(stage):
    with pytest.raises(Invalid, match="without a GLN"):
        issue(stage, factories.company(stage.nordlys, "Kommunen", kind="public"), [("S", 100, "Kontingent", "")])


def test_public_bodies_and_whoever_has_a_gln_get_e_invoices(stage):
    with_gln = factories.company(stage.nordlys, "Stor A/S", gln="5798009811578")
    public = factories.company(stage.nordlys, "Kommunen")
    made = {who.name: issue(stage, who, [("S", 100, "Kontingent", "")]) for who in (stage.fjord, with_gln, public)}
    Organisation.objects.filter(pk=public.pk).update(kind="public")
    assert {invoice.buyer["name"] for invoice in sent_as_einvoice(type(made["Stor A/S"]).objects.all())} == {"Stor A/S", "Kommunen"}
