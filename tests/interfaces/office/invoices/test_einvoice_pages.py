from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.access.models import Grant, Role
from klynge.billing.actions import DraftLine, issue_invoice, prepare_einvoices, record_delivery
from klynge.billing.models import EInvoiceDelivery
from klynge.billing.rules.einvoice.answers import Answer
from tests import factories
from tests.browser import SIZES, judge
from tests.world import build

ENGLISH = {"accept-language": "en"}


def staged(world):
    """Four e-invoices, as they can stand, one by mail, and one that can be no e-invoice."""
    with scope(cluster=world.nordlys), override("en"):
        town = factories.company(world.nordlys, "Testkommune", kind="public", cvr="29189420", gln="5798009811578", buyer_reference="4711")
        nobody = factories.company(world.nordlys, "Foreningen uden CVR")
        by = {"issued_on": date(2026, 9, 1), "due_on": date(2026, 10, 1), "language": "en", "actor": world.astrid, "at": timezone.now()}
        lines = [DraftLine(world.dues, "Membership dues 2026", 1_000_00)]
        buyers = [town, town, town, town, world.fjord, nobody]
        made = [issue_invoice(who, cluster=world.nordlys, lines=lines, source_key=f"hand:{n}", **by) for n, who in enumerate(buyers)]
        actor = Actor.system("e-invoices", cluster_id=world.nordlys.pk)
        prepare_einvoices(world.nordlys, invoice_ids=[one.pk for one in made], channel="access_point", actor=actor, at=timezone.now())
        said = ["sent 201", "rejected 422 INVALID; DK-R-005 the payment means is not one of Denmark's", "waiting 503 busy"]
        for delivery, words in zip(EInvoiceDelivery.objects.order_by("id"), said, strict=False):
            record_delivery(delivery, answer=Answer(*words.split(" ", 1)), actor=actor, at=timezone.now())
    world.numbers = dict(zip(("sent", "rejected", "waiting", "new", "mailed", "none"), (one.number for one in made), strict=True))
    return world


@pytest.fixture
def stage(world):
    return staged(world)


def at(stage, name, number=None):
    return reverse(f"office:invoices:{name}", args=[stage.nordlys.slug, *([number] if number else [])])


def page(client, stage, user, key):
    client.force_login(user)
    return client.get(at(stage, "detail", stage.numbers[key]), headers=ENGLISH).content.decode()


def test_the_page_says_how_the_e_invoice_got_on(client, stage):
    assert "422 INVALID; DK-R-005" in page(client, stage, stage.frida_user, "rejected")
    assert "Tried once; the next try is" in page(client, stage, stage.frida_user, "waiting")
    assert "a PDF with the e-invoice inside" in page(client, stage, stage.frida_user, "mailed")
    refused = page(client, stage, stage.frida_user, "none")
    assert "Buyer: There is no address for e-invoices." in refused and "Download XML" not in refused


def test_the_xml_is_handed_over_as_a_file_or_refused_in_words(client, stage):
    client.force_login(stage.frida_user)
    answer = client.get(at(stage, "xml", stage.numbers["sent"]))
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "application/xml",
        f'attachment; filename="{stage.numbers["sent"]}.xml"',
    )
    refused = client.get(at(stage, "xml", stage.numbers["none"]), headers=ENGLISH, follow=True)
    assert "no address for e-invoices" in refused.content.decode()


def test_what_was_rejected_is_sent_again_by_a_button_and_a_reader_has_none(client, stage):
    address = at(stage, "send", stage.numbers["rejected"])
    assert address in page(client, stage, stage.frida_user, "rejected")
    answer = client.post(address, headers=ENGLISH, follow=True)
    assert "is sent as an e-invoice in a moment" in answer.content.decode()
    assert "about to be sent already" in client.post(address, headers=ENGLISH, follow=True).content.decode()
    Grant.objects.filter(user=stage.frida_user).update(role=Role.READER)
    assert (client.post(address).status_code, client.get(address).status_code) == (403, 405)
    assert address not in page(client, stage, stage.frida_user, "sent")


@pytest.mark.parametrize(
    ("einvoice", "keys"), [("failed", ["rejected"]), ("waiting", ["new", "waiting"]), ("sent", ["sent"]), ("odd", None)]
)
def test_the_list_is_narrowed_to_how_e_invoices_got_on(client, stage, einvoice, keys):
    client.force_login(stage.frida_user)
    rows = client.get(at(stage, "list"), {"einvoice": einvoice}, headers=ENGLISH).context["rows"]
    assert [row["invoice"].number for row in rows] == (
        [stage.numbers[key] for key in keys] if keys else sorted(stage.numbers.values(), reverse=True)
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "da")])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_of_an_e_invoice_is_fit_to_be_seen(visitor, size, scheme, language):
    stage = staged(build())
    for key in ("sent", "rejected", "waiting", "mailed", "none"):
        found = visitor.open(at(stage, "detail", stage.numbers[key]), user=stage.frida_user, size=size, scheme=scheme, language=language)
        judge(found, f"einvoice-{key}-{size}-{scheme}")
    found = visitor.open(at(stage, "list") + "?einvoice=failed", user=stage.frida_user, size=size, scheme=scheme, language=language)
    judge(found, f"einvoice-list-{size}-{scheme}")
