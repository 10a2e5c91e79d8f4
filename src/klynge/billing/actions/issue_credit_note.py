"""Take an invoice back in full."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import Invoice, InvoiceKind, InvoiceLine, InvoiceSeries
from klynge.billing.queries.booked_words import CREDIT_NOTE, booked_words
from klynge.core import jobs
from klynge.core.errors import Conflict, Invalid
from klynge.core.texts import say
from klynge.ledger.actions import reverse_transaction
from klynge.ledger.models import Transaction


@transaction.atomic
def issue_credit_note(invoice: Invoice, *, reason: str, issued_on: date, actor: Actor, at: datetime) -> Invoice:
    """Issue a credit note over the whole invoice, with a number of its own, and reverse the booking on the day of issue.

    Raises: Refused, Invalid without a reason or for a day before the invoice, Conflict when it is credited already.
    """
    require(policies.may_credit(actor, invoice.cluster))
    invoice = Invoice.objects.select_for_update(of=("self",), no_key=True).select_related("cluster", "entry").get(pk=invoice.pk)
    _check(invoice, reason, issued_on)
    code = f"{issued_on.year}"
    InvoiceSeries.objects.bulk_create([InvoiceSeries(cluster=invoice.cluster, code=code)], ignore_conflicts=True)
    series = InvoiceSeries.objects.select_for_update(of=("self",)).get(cluster=invoice.cluster, code=code)
    if known := invoice.credit_notes.first():
        raise Conflict(_("Invoice %(number)s is credited already, by %(note)s.") % {"number": invoice.number, "note": known.number})

    number = f"{code}-{series.next_number:05d}"
    note: Invoice = Invoice.objects.create(
        cluster=invoice.cluster, kind=InvoiceKind.CREDIT_NOTE, series=series, serial=series.next_number, number=number, credits=invoice,
        reason=reason.strip()[:200], source_key=f"credit:{invoice.pk}", organisation_id=invoice.organisation_id, language=invoice.language,
        issued_on=issued_on, due_on=issued_on, issued_at=at, seller=invoice.seller, buyer=invoice.buyer, currency=invoice.currency,
        net_minor=invoice.net_minor, vat_minor=invoice.vat_minor, total_minor=invoice.total_minor, vat=invoice.vat,
        entry=_reverse(invoice, number, issued_on, actor, at),
    )  # fmt: skip
    _copy_lines(invoice, note)
    series.next_number += 1
    series.save(update_fields=["next_number"])
    record(actor, "billing.credit_note.issued", note, at=at, invoice=invoice.number, reason=note.reason)
    jobs.announce("billing.credit_note_issued", cluster_id=invoice.cluster_id, invoice_ids=[note.pk])
    return note


def _check(invoice: Invoice, reason: str, issued_on: date) -> None:
    if invoice.kind == InvoiceKind.CREDIT_NOTE:
        raise Invalid(_("%s is a credit note itself and can't be credited. Issue a new invoice instead.") % invoice.number)
    if not reason.strip():
        raise Invalid(_("Say why the invoice is credited: the reason is printed on the credit note."), field="reason")
    if issued_on < invoice.issued_on:
        raise Invalid(_("A credit note can't be older than its invoice, which is of %s.") % say(invoice.issued_on), field="issued_on")


def _reverse(invoice: Invoice, number: str, on: date, actor: Actor, at: datetime) -> Transaction | None:
    if invoice.entry is None:
        return None
    return reverse_transaction(
        invoice.entry,
        reference=f"credit_note:{number}",
        effective_on=on,
        text=booked_words(invoice.cluster, CREDIT_NOTE) % number,
        actor=actor,
        at=at,
    )


def _copy_lines(invoice: Invoice, note: Invoice) -> None:
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            invoice=note, position=line.position, product_id=line.product_id, text=line.text, note=line.note, net_minor=line.net_minor,
            vat_treatment=line.vat_treatment, vat_rate_bp=line.vat_rate_bp,
        )
        for line in invoice.lines.all()
    )  # fmt: skip
