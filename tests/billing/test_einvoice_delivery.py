"""E-invoices leave for a folder: once, whole, and with a log; whoever gets one gets no mail beside it."""

import io
from datetime import date, timedelta
from pathlib import Path

import mockeinvoice
import pypdf
import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import override
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.audit.models import AuditEvent
from klynge.billing.actions import DraftLine, issue_credit_note, issue_invoice, prepare_einvoices, record_delivery, send_einvoice
from klynge.billing.models import DeliveryEvent, EInvoiceDelivery
from klynge.billing.queries import invoice_pdf
from klynge.billing.queries.delivering import deliveries_of, waiting_deliveries
from klynge.billing.queries.einvoicing import einvoice_xml
from klynge.billing.rules.einvoice.answers import Answer
from klynge.billing.tasks import prepare_einvoices as prepare_job
from klynge.billing.tasks import send_einvoices as send_job
from klynge.billing.tasks import send_waiting_einvoices as send_waiting_job
from klynge.core.errors import Conflict, Invalid, Refused
from klynge.outbox.models import Mail
from tests import factories


@pytest.fixture
def stage(world, settings, tmp_path):
    settings.EINVOICE_FOLDER = str(tmp_path)
    world.folder, world.nordlys.locale = tmp_path, "en"
    world.nordlys.save()
    with scope(cluster=world.nordlys), override("en"):
        world.town = factories.company(
            world.nordlys, "Aalborg Testkommune", kind="public", cvr="29189420", gln="5798009811578", buyer_reference="4711"
        )
        yield world


def issue(stage, organisation=None, key="hand:1"):
    by = {"issued_on": stage.today, "due_on": date(2027, 2, 3), "language": "da", "actor": stage.astrid, "at": timezone.now()}
    lines = [DraftLine(stage.dues, "Kontingent 2027", 20_000_00)]
    return issue_invoice(organisation or stage.town, cluster=stage.nordlys, lines=lines, source_key=key, **by)


def prepare(stage, *invoices):
    prepare_job(stage.nordlys.pk, [invoice.pk for invoice in invoices])


def log(delivery):
    return [(event.status, event.words) for event in delivery.events.all()]


@pytest.mark.django_db(transaction=True)
def test_what_is_issued_to_a_public_body_lies_in_the_folder_and_no_mail_goes_beside_it(stage, run_jobs):
    invoice, other = issue(stage), issue(stage, stage.fjord, "hand:2")
    run_jobs()
    (path,) = (path for path in stage.folder.rglob("*") if path.is_file())
    assert (path, path.read_bytes()) == (stage.folder / "nordlys" / f"{invoice.number}.xml", einvoice_xml(invoice))
    assert mockeinvoice.validate(path.read_bytes())[1].verdict == "valid"
    delivery = EInvoiceDelivery.objects.get()
    assert (delivery.status, delivery.channel, log(delivery)) == ("sent", "folder", [("sent", str(path))])
    mails = {mail.to_name: mail for mail in Mail.objects.all()}
    assert (mails["Aalborg Testkommune"].status, mails["Bo Ågård"].status) == ("skipped", "waiting")
    assert mails["Aalborg Testkommune"].attempts.get().reason == "Sent as an e-invoice."
    assert not deliveries_of(other).exists()


def test_a_credit_note_follows_its_invoice(stage):
    note = issue_credit_note(issue(stage), reason="Forkert", issued_on=stage.today, actor=stage.astrid, at=stage.noon)
    prepare(stage, note)
    send_job(stage.nordlys.pk)
    assert b"<CreditNote" in (stage.folder / "nordlys" / f"{note.number}.xml").read_bytes()


def test_jobs_that_run_twice_send_once(stage):
    invoice = issue(stage)
    for _ in range(2):
        prepare(stage, invoice)
        send_job(stage.nordlys.pk)
        send_waiting_job()
    assert [(one.attempts, one.status, one.events.count()) for one in deliveries_of(invoice)] == [(1, "sent", 1)]
    assert AuditEvent.objects.filter(verb="billing.einvoice.sent").count() == 1


def test_a_folder_that_can_not_be_written_is_tried_again_and_leaves_no_half_file(stage, settings):
    settings.EINVOICE_FOLDER = str(stage.folder / "file")
    (stage.folder / "file").write_text("in the way")
    one, two = issue(stage), issue(stage, key="hand:2")
    prepare(stage, one, two)
    send_job(stage.nordlys.pk)
    tried, waits = waiting_deliveries(stage.nordlys)
    assert (tried.attempts, waits.attempts, "could not be written" in tried.events.get().words) == (1, 0, True)
    assert tried.next_try_at - timezone.now() > timedelta(minutes=4)

    settings.EINVOICE_FOLDER = str(stage.folder / "free")
    EInvoiceDelivery.objects.update(next_try_at=timezone.now())
    send_job(stage.nordlys.pk)
    assert sorted(path.name for path in Path(settings.EINVOICE_FOLDER).rglob("*.*")) == [f"{one.number}.xml", f"{two.number}.xml"]


def test_a_public_body_without_a_gln_fails_with_the_way_to_mend_it(stage):
    stage.town.gln, stage.town.kind = "", "company"
    invoice = issue(stage)  # it became a public body afterwards
    prepare(stage, invoice)
    send_job(stage.nordlys.pk)
    delivery = EInvoiceDelivery.objects.get()
    assert (delivery.status, "GLN" in delivery.events.get().words) == ("failed", True)
    with pytest.raises(Invalid, match="GLN"):
        send_einvoice(invoice, channel="folder", actor=stage.astrid, at=stage.noon)


def test_it_is_given_up_after_days_of_trouble(stage):
    prepare(stage, issue(stage))
    delivery, at = EInvoiceDelivery.objects.get(), timezone.now()
    actor = delivery_actor(stage)
    while delivery.status == "waiting":
        delivery = record_delivery(delivery, answer=Answer("waiting", "503"), actor=actor, at=at)
    assert (delivery.status, delivery.attempts, log(delivery)[-1]) == ("failed", 12, ("failed", "Given up. 503"))
    assert record_delivery(delivery, answer=Answer("sent"), actor=actor, at=at).status == "failed"


def delivery_actor(stage):
    return Actor.system("e-invoices", cluster_id=stage.nordlys.pk)


def test_somebody_sends_it_again_with_the_same_message_id(stage):
    invoice = issue(stage)
    prepare(stage, invoice)
    before = EInvoiceDelivery.objects.get()
    with pytest.raises(Conflict, match="about to be sent"):
        send_einvoice(invoice, channel="folder", actor=stage.astrid, at=timezone.now())
    send_job(stage.nordlys.pk)
    send_einvoice(invoice, channel="folder", actor=stage.astrid, at=timezone.now())
    send_job(stage.nordlys.pk)
    after = EInvoiceDelivery.objects.get()
    assert (after.message_id, [status for status, _words in log(after)]) == (before.message_id, ["sent", "waiting", "sent"])
    assert log(after)[1] == ("waiting", "Asked for by Astrid Holm.")


def test_a_company_without_a_gln_gets_one_when_somebody_asks_for_it(stage):
    invoice = issue(stage, stage.fjord)
    send_einvoice(invoice, channel="folder", actor=stage.astrid, at=timezone.now())
    send_job(stage.nordlys.pk)
    assert (stage.folder / "nordlys" / f"{invoice.number}.xml").exists()


def test_what_the_receiver_has_accepted_is_not_sent_again(stage):
    invoice = issue(stage)
    prepare(stage, invoice)
    record_delivery(EInvoiceDelivery.objects.get(), answer=Answer("accepted", "AP"), actor=delivery_actor(stage), at=stage.noon)
    with pytest.raises(Conflict, match="accepted"):
        send_einvoice(invoice, channel="folder", actor=stage.astrid, at=stage.noon)


@pytest.mark.parametrize("who", ["bo", "dorte"])
def test_a_member_and_a_stranger_send_nothing(stage, who):
    invoice, actor = issue(stage), getattr(stage, who)
    with pytest.raises(Refused):
        prepare_einvoices(stage.nordlys, invoice_ids=[invoice.pk], channel="folder", actor=actor, at=stage.noon)
    with pytest.raises(Refused):
        send_einvoice(invoice, channel="folder", actor=actor, at=stage.noon)
    prepare(stage, invoice)
    with pytest.raises(Refused):
        record_delivery(EInvoiceDelivery.objects.get(), answer=Answer("sent"), actor=stage.astrid, at=stage.noon)
    assert EInvoiceDelivery.objects.visible_to(actor).count() == 0 < EInvoiceDelivery.objects.visible_to(stage.astrid).count()


def test_the_log_can_be_neither_changed_nor_deleted(stage):
    prepare(stage, issue(stage))
    send_job(stage.nordlys.pk)
    for attempt in (lambda: DeliveryEvent.objects.update(words="x"), lambda: DeliveryEvent.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_the_pdf_carries_the_xml_as_an_alternative_of_itself(stage):
    invoice = issue(stage, stage.fjord)
    reader = pypdf.PdfReader(io.BytesIO(invoice_pdf(invoice)))
    assert dict(reader.attachments.items()) == {f"{invoice.number}.xml": [einvoice_xml(invoice)]}
    specification = reader.trailer["/Root"]["/AF"][0].get_object()
    assert (specification["/AFRelationship"], specification["/EF"]["/F"].get_object()["/Subtype"]) == ("/Alternative", "/application/xml")


def test_a_document_that_can_be_no_e_invoice_is_printed_without(stage):
    nobody = factories.company(stage.nordlys, "Foreningen uden CVR")
    assert not pypdf.PdfReader(io.BytesIO(invoice_pdf(issue(stage, nobody)))).attachments
