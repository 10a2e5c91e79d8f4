from datetime import date

import pytest
from django_scopes import scope

from klynge.billing.actions import DraftLine, issue_credit_note, issue_invoice, prepare_invoice_mails
from klynge.core.errors import Refused
from klynge.outbox.models import Batch, Mail
from klynge.outbox.queries import load, render_mail
from tests import factories


@pytest.fixture
def stage(world):
    with scope(cluster=world.nordlys):
        yield world


def issue(world, key="dues:12:4711:0", *, organisation=None, amount=1_000_00, language="en"):
    by = {"issued_on": world.today, "due_on": date(2027, 2, 3), "language": language, "actor": world.astrid, "at": world.noon}
    lines = [DraftLine(world.dues, "Dues 2027", amount)]
    return issue_invoice(organisation or world.fjord, cluster=world.nordlys, lines=lines, source_key=key, **by)


def prepare(stage, *invoices, **options):
    given = {"actor": stage.astrid, "at": stage.noon} | options
    return prepare_invoice_mails(stage.nordlys, invoice_ids=[invoice.pk for invoice in invoices], **given)


def test_a_mail_says_what_to_pay_and_carries_the_invoice(stage):
    batch = prepare(stage, issue(stage))
    mail = Mail.objects.select_related("cluster").get()
    rendered = render_mail(mail)
    assert (mail.to_address, mail.to_name, batch.released_at, batch.source_key) == (
        "bo@fjord.example",
        "Bo Ågård",
        None,
        "dues:12:2027-01-04",
    )
    assert rendered.subject == "Invoice 2027-00001 from Nordlys"
    for body in (rendered.text, rendered.html):
        assert "1,250.00" in body and "3 February 2027" in body and "202700000000019" in body
    (file,) = rendered.attachments
    assert (file.name, file.content_type, file.content[:5]) == ("invoice-2027-00001.pdf", "application/pdf", b"%PDF-")


def test_the_batches_of_a_run_share_one_batch_of_mail_and_twice_is_once(stage):
    one, two = issue(stage), issue(stage, "dues:12:4712:0")
    assert prepare(stage, one) == prepare(stage, two) == prepare(stage, one, two)
    assert (Batch.objects.count(), Mail.objects.count()) == (1, 2)


def test_a_credit_note_says_which_invoice_it_cancels_and_why(stage):
    by = {"reason": "Wrong <size>", "issued_on": stage.today, "actor": stage.astrid, "at": stage.noon}
    note = issue_credit_note(issue(stage), **by)
    prepare(stage, note)
    mail = Mail.objects.select_related("cluster").get()
    rendered = render_mail(mail)
    assert (rendered.subject, mail.rule) == ("Credit note 2027-00002 from Nordlys", "billing.credit_note")
    assert "2027-00001" in rendered.text and "Wrong <size>" in rendered.text and "Wrong &lt;size&gt;" in rendered.html
    assert load(mail.attachment)[0].name == "credit-note-2027-00002.pdf"


def test_a_buyer_without_an_address_is_skipped_with_the_reason(stage):
    prepare(stage, issue(stage, organisation=factories.company(stage.nordlys, "Uden Mail ApS")))
    mail = Mail.objects.get()
    assert (mail.status, mail.to_name, mail.attempts.get().reason) == ("skipped", "Uden Mail ApS", "There is no e-mail address.")


def test_an_invoice_of_nothing_asks_for_nothing(stage):
    prepare(stage, issue(stage, amount=0))
    assert "There is nothing to pay." in render_mail(Mail.objects.select_related("cluster").get()).text


def test_without_documents_there_is_no_batch(stage):
    assert prepare(stage) is None
    assert not Batch.objects.exists()


@pytest.mark.parametrize("who", ["bo", "dorte"])
def test_a_stranger_and_a_member_prepare_nothing(stage, who):
    invoice = issue(stage)
    with pytest.raises(Refused):
        prepare(stage, invoice, actor=getattr(stage, who))


@pytest.mark.django_db(transaction=True)
def test_what_is_issued_lies_in_the_outbox_as_soon_as_the_worker_has_run(world, run_jobs):
    with scope(cluster=world.nordlys):
        issue(world, language="da")
    run_jobs()
    with scope(cluster=world.nordlys):
        assert list(Mail.objects.values_list("status", "language")) == [("waiting", "da")]
