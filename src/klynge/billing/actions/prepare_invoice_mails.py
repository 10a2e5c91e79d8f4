"""Put the mails for issued invoices and credit notes into the outbox, where somebody looks at them before they leave."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies
from klynge.billing.models import Invoice, InvoiceKind
from klynge.billing.queries.einvoicing import sent_as_einvoice
from klynge.billing.rules import fik, formats
from klynge.outbox.actions import MailDraft, prepare_mails
from klynge.outbox.models import Batch

RULES = {InvoiceKind.INVOICE: "billing.invoice", InvoiceKind.CREDIT_NOTE: "billing.credit_note"}
FACTS = (
    "id", "kind", "number", "source_key", "issued_on", "due_on", "language", "buyer", "seller__fik_creditor", "currency", "total_minor", "payment_id",
    "reason", "credits__number",
)  # fmt: skip
Row = dict[str, Any]


@transaction.atomic
def prepare_invoice_mails(cluster: Cluster, *, invoice_ids: Sequence[int], actor: Actor, at: datetime) -> Batch | None:
    """Prepare one mail for each document, with its PDF; what was issued for one reason on one day shares a batch.

    What goes out as an e-invoice is skipped with that reason; somebody may put it back.
    The ids are all invoices or all credit notes, as they were announced. Safe to run twice; a buyer without an address is
    skipped there with the reason. Raises: Refused.
    """
    require(policies.may_issue(actor, cluster))
    rows: list[Row] = list(Invoice.objects.filter(cluster=cluster, pk__in=invoice_ids).order_by("id").values(*FACTS))
    if not rows:
        return None

    first, is_note = rows[0], rows[0]["kind"] == InvoiceKind.CREDIT_NOTE
    day = formats.day(first["issued_on"], cluster.locale)
    batch = prepare_mails(
        cluster, rule=RULES[InvoiceKind(first["kind"])], source_key=_source(first),
        title=(_("Credit notes of %s") if is_note else _("Invoices of %s")) % day, mails=list(_drafts(rows, _skipped(cluster, invoice_ids))), actor=actor, at=at,
    )  # fmt: skip
    record(actor, "billing.invoice_mails.prepared", cluster, at=at, cluster_id=cluster.pk, count=len(rows))
    return batch


def _source(row: Row) -> str:
    """Return what the documents of a batch have in common: "dues:12:2027-01-04" of "dues:12:4711:0"."""
    parts = row["source_key"].split(":")
    return ":".join([*parts[: 2 if len(parts) > 2 else 1], row["issued_on"].isoformat()])[:120]


def _skipped(cluster: Cluster, invoice_ids: Sequence[int]) -> dict[int, str]:
    why = _("Sent as an e-invoice.")
    asked = sent_as_einvoice(Invoice.objects.filter(cluster=cluster, pk__in=invoice_ids))
    return dict.fromkeys(asked.order_by("id").values_list("pk", flat=True), why)


def _drafts(rows: Sequence[Row], skipped: Mapping[int, str]) -> Iterator[MailDraft]:
    for row in rows:
        yield MailDraft(
            subject_key=f"billing.invoice:{row['id']}",
            reference_on=row["issued_on"],
            to_address=row["buyer"]["email"],
            to_name=row["buyer"]["attention"] or row["buyer"]["name"],
            language=row["language"],
            template="billing/mail/credit_note" if row["kind"] == InvoiceKind.CREDIT_NOTE else "billing/mail/invoice",
            context=_context(row),
            attachment={"kind": "billing.invoice_pdf", "id": row["id"]},
            skip_reason=skipped.get(row["id"], ""),
        )


def _context(row: Row) -> dict[str, Any]:
    creditor, language = row["seller__fik_creditor"], row["language"]
    return {
        "number": row["number"],
        "buyer": row["buyer"]["name"],
        "total": formats.amount_with_currency(row["total_minor"], row["currency"], language),
        "has_payment": row["total_minor"] > 0,
        "due": formats.day(row["due_on"], language),
        "payment_line": fik.print_line(row["payment_id"], creditor) if creditor and row["payment_id"] else "",
        "reason": row["reason"],
        "credited": row["credits__number"] or "",
    }
