"""Issue one invoice by hand; the thousands of a dues run go through issue_invoices."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster, Locale
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import Invoice, InvoiceLine, InvoiceSeries, Product
from klynge.billing.queries import buyer_snapshot, require_may_bill_on, seller_snapshot
from klynge.billing.queries.booked_words import INVOICE, booked_words
from klynge.billing.queries.delivering import require_reachable
from klynge.billing.rules import fik, vat
from klynge.core import jobs
from klynge.core.errors import Conflict, Invalid
from klynge.core.races import first_wins
from klynge.directory.models import Organisation
from klynge.ledger.actions import post_transaction
from klynge.ledger.models import Transaction
from klynge.ledger.rules import chart


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One thing to charge; the texts are in the invoice's language, the amount in minor units without VAT."""

    product: Product
    text: str
    net_minor: int
    note: str = ""  # why this amount


@transaction.atomic
def issue_invoice(
    organisation: Organisation, *, cluster: Cluster, lines: Sequence[DraftLine], source_key: str, issued_on: date, due_on: date, language: str,
    actor: Actor, at: datetime,
) -> Invoice:  # fmt: skip
    """Issue an invoice to the organisation with the next number of the year's series, and book it.

    ``source_key`` says what asked for it; a key can be invoiced once. Raises: Refused, Invalid, Conflict for a known key.
    """
    require(policies.may_issue(actor, cluster))
    _check(cluster, lines, issued_on, due_on, language)
    require_reachable(organisation)
    require_may_bill_on(cluster, issued_on, product_kinds={line.product.kind for line in lines})
    seller = seller_snapshot(cluster)
    series = _locked_series(cluster, issued_on)
    if known := Invoice.objects.filter(cluster=cluster, source_key=source_key).first():
        raise Conflict(_("This is invoiced already, with number %s.") % known.number)

    totals = vat.totals([(line.product.vat_treatment, line.product.vat_rate_bp, line.net_minor) for line in lines])
    number = f"{series.code}-{series.next_number:05d}"
    entry = _book(cluster, organisation, number, lines, totals, on=issued_on, actor=actor, at=at)
    with first_wins("invoice_source_once", _("Somebody else has invoiced this at the same moment.")):  # in another year's series
        invoice: Invoice = Invoice.objects.create(
            cluster=cluster, series=series, serial=series.next_number, number=number, organisation=organisation, source_key=source_key,
            language=language, issued_on=issued_on, due_on=due_on, issued_at=at, seller=seller,
            buyer=buyer_snapshot(organisation, cluster=cluster, on=issued_on), currency=cluster.currency,
            net_minor=totals.net_minor, vat_minor=totals.vat_minor, total_minor=totals.total_minor, vat=_subtotals(totals, lines),
            payment_id=fik.payment_id(series.code, series.next_number), entry=entry,
        )  # fmt: skip
    _write_lines(invoice, lines)
    series.next_number += 1
    series.save(update_fields=["next_number"])
    record(actor, "billing.invoice.issued", invoice, at=at, total_minor=invoice.total_minor)
    jobs.announce("billing.invoices_issued", cluster_id=cluster.pk, invoice_ids=[invoice.pk])
    return invoice


def _check(cluster: Cluster, lines: Sequence[DraftLine], issued_on: date, due_on: date, language: str) -> None:
    if not lines:
        raise Invalid(_("An invoice needs at least one line."), field="lines")
    if any(line.product.cluster_id != cluster.pk for line in lines):
        raise Invalid(_("A product of another cluster can't be invoiced here."), field="lines")
    if any(line.net_minor < 0 for line in lines):
        raise Invalid(_("An amount on an invoice can't be negative. Take money back with a credit note."), field="lines")
    if due_on < issued_on:
        raise Invalid(_("The invoice can't be due before it is issued."), field="due_on")
    if language not in Locale.values:
        raise Invalid(_("Invoices are written in Danish or English."), field="language")


def _locked_series(cluster: Cluster, issued_on: date) -> InvoiceSeries:
    """Return the year's series, held until the transaction ends: so the numbers have no gaps."""
    code = f"{issued_on.year}"
    InvoiceSeries.objects.bulk_create([InvoiceSeries(cluster=cluster, code=code)], ignore_conflicts=True)
    series: InvoiceSeries = InvoiceSeries.objects.select_for_update(of=("self",)).get(cluster=cluster, code=code)
    return series


def _subtotals(totals: vat.Totals, lines: Sequence[DraftLine]) -> list[dict[str, object]]:
    def reason(part: vat.Subtotal) -> dict[str, str]:
        if part.treatment == "S":
            return {}
        texts = [
            line.product.vat_reason
            for line in lines
            if (line.product.vat_treatment, line.product.vat_rate_bp) == (part.treatment, part.rate_bp)
        ]
        return min(texts, key=lambda text: json.dumps(text, ensure_ascii=False, sort_keys=True))

    return [
        {
            "treatment": part.treatment,
            "rate_bp": part.rate_bp,
            "net_minor": part.net_minor,
            "vat_minor": part.vat_minor,
            "reason": reason(part),
        }
        for part in totals.subtotals
    ]


def _book(
    cluster: Cluster,
    organisation: Organisation,
    number: str,
    lines: Sequence[DraftLine],
    totals: vat.Totals,
    *,
    on: date,
    actor: Actor,
    at: datetime,
) -> Transaction | None:
    """Move from income (per account) and from the VAT owed to what the organisation owes; nothing for a total of 0."""
    earned: dict[str, int] = {}
    for line in lines:
        earned[line.product.income_account] = earned.get(line.product.income_account, 0) + line.net_minor
    earned[chart.VAT] = totals.vat_minor
    moves = [(account, chart.receivable(organisation.pk), amount) for account, amount in earned.items() if amount]
    if not moves:
        return None
    return post_transaction(
        cluster,
        reference=f"invoice:{number}",
        effective_on=on,
        text=booked_words(cluster, INVOICE) % number,
        moves=moves,
        actor=actor,
        at=at,
    )


def _write_lines(invoice: Invoice, lines: Sequence[DraftLine]) -> None:
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            invoice=invoice, position=position, product=line.product, text=line.text[:300], note=line.note[:500], net_minor=line.net_minor,
            vat_treatment=line.product.vat_treatment, vat_rate_bp=line.product.vat_rate_bp,
        )
        for position, line in enumerate(lines, 1)
    )  # fmt: skip
