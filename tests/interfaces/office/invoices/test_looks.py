from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scope

from klynge.billing.actions import DraftLine, issue_credit_note, issue_invoice, prepare_invoice_mails, record_payment
from klynge.billing.models import Product
from tests import factories
from tests.browser import SIZES, judge
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)
ISSUED = date(2026, 9, 1)


def issue(world, organisation, key, lines, due_on=date(2026, 10, 1)):
    by = {"issued_on": ISSUED, "due_on": due_on, "language": "en", "actor": world.astrid, "at": world.noon}
    return issue_invoice(organisation, cluster=world.nordlys, lines=lines, source_key=key, **by)


@pytest.fixture
def stage():
    world = build()
    with scope(cluster=world.nordlys):
        fund = Product.objects.create(
            cluster=world.nordlys,
            code="fund",
            vat_treatment="E",
            vat_rate_bp=0,
            vat_reason={"da": "ML § 13", "en": "Exempt, VAT Act section 13"},
        )
        lines = [
            DraftLine(world.dues, "Membership dues 2026", 6_500_00, "35 employees on 1 December 2025, whole year"),
            DraftLine(fund, "Export fund", 500_00),
        ]
        world.invoice = issue(world, world.fjord, "hand:1", lines)
        for number in range(12):
            longer = " Rådgivende Ingeniører og Partnere ApS" if number == 3 else ""
            company = factories.company(world.nordlys, f"Ærø Softwarehus {number}{longer}")
            made = issue(world, company, f"hand:x{number}", lines[:1], date(2030, 1, 1))
            if number % 3 == 0:
                by = {"received_on": ISSUED, "reference": f"bank-{number}", "actor": world.frida, "at": world.noon}
                record_payment(company, cluster=world.nordlys, amount_minor=8_125_00 - number * 100_00, invoice=made, **by)
        world.note = issue_credit_note(made, reason="Wrong size", issued_on=ISSUED, actor=world.frida, at=world.noon)
        prepare_invoice_mails(world.nordlys, invoice_ids=[world.invoice.pk], actor=world.frida, at=world.noon)
    return world


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "da")])
@pytest.mark.parametrize("size", SIZES)
def test_every_invoice_page_is_fit_to_be_seen(visitor, stage, size, scheme, language):
    pages = {"list": [], "detail": [stage.invoice.number], "credit": [stage.invoice.number], "payment": [stage.invoice.number]}
    for name, rest in pages.items():
        address = reverse(f"office:invoices:{name}", args=[stage.nordlys.slug, *rest])
        judge(visitor.open(address, user=stage.frida_user, size=size, scheme=scheme, language=language), f"invoices-{name}-{size}-{scheme}")
    note = reverse("office:invoices:detail", args=[stage.nordlys.slug, stage.note.number])
    judge(visitor.open(note, user=stage.frida_user, size=size, scheme=scheme, language=language), f"invoices-note-{size}-{scheme}")
