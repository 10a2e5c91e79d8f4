"""The documents of what is corrected after an invoice was issued, on the same paper as invoices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from klynge.access.models import Cluster
from klynge.billing.models import InstalmentPlan, Refund, WriteOff
from klynge.billing.rules import formats
from klynge.core.clock import day_of
from klynge.outbox.queries import AttachedFile

from .invoice_pdf import compiled
from .parties import buyer_snapshot
from .printing import footer, sender, window
from .readiness import seller_snapshot

KIND = "billing.correction_pdf"
Correction = Refund | InstalmentPlan | WriteOff


def attached_correction(attachment: Mapping[str, Any]) -> AttachedFile:
    """Return the document that ``{"of": "refund" | "plan", "id": …}`` names, inside its cluster's scope. Raises: DoesNotExist."""
    model: Any = {"refund": Refund, "plan": InstalmentPlan}[attachment["of"]]
    found = model.objects.get(pk=attachment["id"])
    return AttachedFile(correction_name(found), correction_pdf(found), "application/pdf")


def correction_name(made: Correction) -> str:
    """Return what the PDF is called on somebody's disk."""
    with override(language_of(made)):
        if isinstance(made, Refund):
            word = _("refund")
            return f"{word}-{made.number}.pdf"
        word = _("instalments") if isinstance(made, InstalmentPlan) else _("write-off")
        return f"{word}-{made.invoice.number}.pdf"


def correction_pdf(made: Correction) -> bytes:
    """Return the refund advice, the agreement on instalments, or the voucher of a loss, as PDF."""
    language = language_of(made)
    with override(language):
        if isinstance(made, Refund):
            return _refund(made, language)
        return _plan(made, language) if isinstance(made, InstalmentPlan) else _write_off(made, language)


def language_of(made: Correction) -> str:
    """Return the language of the document: the invoice's, or the cluster's where there is none."""
    return made.cluster.locale if isinstance(made, Refund) else str(made.invoice.language)


def _refund(made: Refund, language: str) -> bytes:
    payment, cluster = made.payment, made.cluster
    amount = formats.amount_with_currency(made.amount_minor, made.currency, language)
    words = {
        "title": _("Refund"), "document": _("Refund %s") % made.number, "total": [_("Paid back"), amount],
        "facts": [[_("Refund no."), made.number], [_("Date"), formats.day(made.paid_on, language)], [_("To account"), made.to_account]],
        "reason": made.reason,
        "lines": [[_("Of your payment of %s") % formats.day(payment.received_on, language), payment.reference, "", formats.amount(made.amount_minor, language)]],
    }  # fmt: skip
    buyer = buyer_snapshot(payment.organisation, cluster=cluster, on=made.paid_on)
    return _printed(words, cluster, buyer, seller_snapshot(cluster), language, made.currency, made.paid_on)


def _plan(made: InstalmentPlan, language: str) -> bytes:
    invoice = made.invoice
    total = formats.amount_with_currency(made.open_minor, made.currency, language)
    parts = list(made.parts.order_by("due_on"))
    words = {
        "title": _("Payment by instalments"), "document": _("Instalments of invoice %s") % invoice.number, "total": [_("To pay in all"), total],
        "facts": [[_("Invoice no."), invoice.number], [_("Date"), formats.day(made.agreed_on, language)]],
        "reason": _("While each part is paid by its day, no reminder is sent. If one is missed, the whole rest is due as the invoice says."),
        "lines": [
            [_("Part %(n)s of %(all)s") % {"n": n, "all": len(parts)}, _("to be paid by %s") % formats.day(part.due_on, language), "", formats.amount(part.amount_minor, language)]
            for n, part in enumerate(parts, 1)
        ],
    }  # fmt: skip
    return _printed(words, made.cluster, invoice.buyer, invoice.seller, language, made.currency, made.agreed_on)


def _write_off(made: WriteOff, language: str) -> bytes:
    invoice, payment = made.invoice, made.payment
    amount = formats.amount_with_currency(payment.amount_minor, payment.currency, language)
    words = {
        "title": _("Voucher of a loss"), "document": _("Loss on invoice %s") % invoice.number, "total": [_("Lost"), amount],
        "facts": [
            [_("Voucher no."), payment.reference], [_("Date"), formats.day(payment.received_on, language)], [_("Invoice no."), invoice.number],
            [_("Recorded by"), made.made_by], [_("Recorded on"), formats.day(day_of(made.made_at), language)],
        ],
        "reason": made.reason,
        "lines": [[_("What was open on invoice %s") % invoice.number, _("Booked with its VAT."), "", formats.amount(payment.amount_minor, language)]],
    }  # fmt: skip
    return _printed(words, payment.cluster, invoice.buyer, invoice.seller, language, payment.currency, payment.received_on)


def _printed(
    words: dict[str, Any], cluster: Cluster, buyer: Mapping[str, str], seller: dict[str, str], language: str, currency: str, on: date
) -> bytes:
    frame = {
        "language": language, "seller": seller["name"], "brand": seller.get("short_name") or seller["name"], "sender": sender(seller),
        "buyer": window(buyer, seller, language), "columns": [_("Description"), "", _("Amount in %s") % currency], "sums": [], "exemptions": [],
        "payment": [], "payment_title": "", "payment_note": "", "footer": footer(seller), "page": _("Page"), "of": _("of"),
    }  # fmt: skip
    return compiled({**frame, **words}, cluster=cluster, on=on)
