import io
from datetime import date

import pypdf
import pytest
from django.core.files.base import ContentFile
from django_scopes import scope

from klynge.billing.actions import DraftLine, issue_credit_note, issue_invoice
from klynge.billing.models import Product
from klynge.billing.queries import invoice_pdf

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="10"><rect width="40" height="10" fill="#123"/></svg>'


@pytest.fixture
def stage(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with scope(cluster=world.nordlys):
        world.fund = Product.objects.create(
            cluster=world.nordlys,
            code="fund",
            vat_treatment="E",
            vat_rate_bp=0,
            vat_reason={"da": "Momsfri efter § 13", "en": "VAT Act, section 13"},
        )
        yield world


def issue(stage, *lines, language="en", **options):
    lines = lines or [DraftLine(stage.dues, "Membership dues 2027", 5_500_00, "14 employees")]
    by = {"issued_on": stage.today, "due_on": date(2027, 2, 3), "actor": stage.astrid, "at": stage.noon} | options
    return issue_invoice(stage.fjord, cluster=stage.nordlys, lines=lines, source_key=f"hand:{language}", language=language, **by)


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).replace("\u00a0", " ").split())


def test_everything_that_the_buyer_needs_stands_on_the_invoice(stage):
    stage.fjord.gln, stage.fjord.buyer_reference, stage.fjord.country = "5790000000005", "PO 4711", "SE"
    text = text_of(invoice_pdf(issue(stage)))
    for part in (
        "Invoice no. 2027-00001", "Fjord Data ApS", "Att. Bo Ågård", "Strandvejen 7", "9000 Aalborg", "SWEDEN", "4 January 2027", "3 February 2027",
        "13748136", "5790000000005", "PO 4711", "Membership dues 2027", "14 employees", "5,500.00", "25%", "1,375.00", "DKK 6,875.00",
        "+71<202700000000019 +80679858<", "9280 1234567890", "DK50 0040 0440 1162 43", "NDEADKKK", "CVR 12345674",
    ):  # fmt: skip
        assert part in text, part


def test_a_danish_invoice_writes_danish_amounts_and_days(stage):
    text = text_of(invoice_pdf(issue(stage, language="da")))
    assert "6.875,00 kr." in text and "4. januar 2027" in text


def test_what_is_exempt_stands_apart_with_its_reason(stage):
    text = text_of(invoice_pdf(issue(stage, DraftLine(stage.dues, "Dues", 1_000_00), DraftLine(stage.fund, "Fund", 500_00))))
    assert "VAT 25% of 1,000.00 250.00" in text and "exempt from VAT 500.00" in text
    assert "VAT Act, section 13" in text and "DKK 1,750.00" in text


@pytest.mark.parametrize(("treatment", "words"), [("O", "outside the scope"), ("Z", "zero rate")])
def test_each_way_of_charging_no_vat_has_its_words(stage, treatment, words):
    stage.fund.vat_treatment = treatment
    assert words in text_of(invoice_pdf(issue(stage, DraftLine(stage.fund, "Fund", 500_00))))


def test_a_credit_note_names_its_invoice_and_asks_for_no_payment(stage):
    by = {"reason": "Wrong size", "issued_on": stage.today, "actor": stage.astrid, "at": stage.noon}
    text = text_of(invoice_pdf(issue_credit_note(issue(stage), **by)))
    assert "cancels invoice 2027-00001 of 4 January 2027 in full. Reason: Wrong size" in text
    assert "+71<" not in text and "IBAN" not in text


def test_an_invoice_of_nothing_asks_for_no_payment(stage):
    assert "IBAN" not in text_of(invoice_pdf(issue(stage, DraftLine(stage.dues, "Dues", 0))))


def test_without_a_creditor_number_there_is_no_payment_slip(stage):
    stage.nordlys.fik_creditor = ""
    assert "+71<" not in text_of(invoice_pdf(issue(stage)))


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_file_claims_archive_and_accessibility_standards_and_its_language(stage, language):
    reader = pypdf.PdfReader(io.BytesIO(invoice_pdf(issue(stage, language=language))))
    xmp = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in xmp and "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert (reader.trailer["/Root"]["/Lang"], "2027-00001" in reader.metadata.title) == (language, True)


def test_the_same_invoice_is_the_same_file(stage):
    invoice = issue(stage)
    assert invoice_pdf(invoice) == invoice_pdf(invoice)


def test_words_are_printed_as_they_are_and_never_read_as_instructions(stage):
    nasty = '#read("/etc/passwd") *bold* $x$ <a> @b // \\'
    assert nasty in text_of(invoice_pdf(issue(stage, DraftLine(stage.dues, nasty, 1_00))))


def test_the_logo_stands_for_the_name_and_one_that_is_lost_does_no_harm(stage):
    invoice = issue(stage)
    plain = text_of(invoice_pdf(invoice))
    stage.nordlys.logo.save("logo.svg", ContentFile(SVG))
    assert text_of(invoice_pdf(invoice)).count("Nordlys") == plain.count("Nordlys") - 1
    stage.nordlys.logo.storage.delete(stage.nordlys.logo.name)
    assert text_of(invoice_pdf(invoice)) == plain


def test_long_words_and_many_lines_run_over_pages_without_losing_any(stage):
    stage.fjord.name = (
        "Danmarks Institut for Havbiologisk Fjernmåling og Undervandsrobotteknologi S.M.B.A. under frivillig likvidation, Grenå"
    )
    lines = [DraftLine(stage.dues, f"Network {n}", 100_00, "per member of the network") for n in range(60)]
    pdf = invoice_pdf(issue(stage, *lines))
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) > 1
    assert all(f"Network {n} " in text_of(pdf) for n in range(60)) and "Grenå" in text_of(pdf)
