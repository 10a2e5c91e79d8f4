"""What a year of membership gave one company, on paper: as a PDF, and with the invoice for the next year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from klynge.access.models import Cluster
from klynge.billing.models import Invoice, InvoiceKind
from klynge.billing.queries.invoice_pdf import FOLDER as BILLING
from klynge.billing.rules import formats
from klynge.core.clock import noon_of
from klynge.core.paper import pdf_of
from klynge.core.texts import say
from klynge.directory.models import Organisation
from klynge.engagement.models import Activity, StatementChoice
from klynge.outbox.queries import AttachedFile

from .lists import NOT_TOLD, Given, value_of, year_before

FOLDER = Path(__file__).parent.parent / "templates" / "engagement"
MOST_LINES = 60  # on paper; the portal lists all


def statement_pdf(organisation: Organisation, *, cluster: Cluster, on: date, language: str) -> bytes:
    """Return the twelve months before the day as PDF/UA: sums, then each occasion, the latest first."""
    with override(language):
        data = _printed(organisation, cluster, on, language)
    return pdf_of(FOLDER / "statement.typ", data, fonts=BILLING / "fonts", at=noon_of(on))


def is_sent_along(cluster: Cluster) -> bool:
    """Say whether the office has chosen to send it with the dues."""
    choice = StatementChoice.objects.filter(cluster=cluster).first()
    return choice is not None and choice.is_attached


def statement_with(attachment: Mapping[str, Any]) -> AttachedFile | None:
    """Return the statement that travels with an invoice ``{"id": …}`` of dues; None where nothing was taken part in, or the office sends none."""
    invoice = Invoice.objects.select_related("cluster", "organisation").get(pk=attachment["id"])
    if invoice.kind != InvoiceKind.INVOICE or not invoice.source_key.startswith("dues:") or not is_sent_along(invoice.cluster):
        return None
    first, end = year_before(invoice.issued_on)
    given = value_of(invoice.organisation, cluster=invoice.cluster, first=first, end=end)
    if given == Given(0, 0, 0, 0, 0, 0):
        return None
    content = statement_pdf(invoice.organisation, cluster=invoice.cluster, on=invoice.issued_on, language=invoice.language)
    return AttachedFile(file_name(invoice.issued_on, invoice.language), content, "application/pdf")


def file_name(on: date, language: str) -> str:
    """Return what the PDF is called on somebody's disk."""
    with override(language):
        return _("your-year-%s.pdf") % on.year


def _printed(organisation: Organisation, cluster: Cluster, on: date, language: str) -> dict[str, Any]:
    first, end = year_before(on)
    given = value_of(organisation, cluster=cluster, first=first, end=end)
    rows = Activity.objects.filter(cluster=cluster, organisation=organisation, happened_on__gte=first, happened_on__lt=end).standing()
    told = rows.exclude(kind__in=NOT_TOLD).select_related("person")
    sums = [(_("Events"), given.events), (_("Network meetings"), given.meetings), (_("Introductions"), given.introductions), (_("Programmes"), given.programmes), (_("Colleagues who took part"), given.people)]  # fmt: skip
    return {
        "language": language, "brand": cluster.name, "title": _("Your year in %s") % cluster.name, "company": organisation.name,
        "span": _("%(first)s until %(end)s") % {"first": say(first), "end": say(end)},
        "sums": [{"label": label, "value": str(count)} for label, count in sums if count],
        "saved": {"label": _("Saved against guest prices, without VAT"), "value": formats.amount_with_currency(given.saved_minor, cluster.currency, language)} if given.saved_minor else None,
        "heads": [_("What"), _("Day"), _("Who")],
        "rows": [{"what": str(row.get_kind_display()), "day": say(row.happened_on), "who": row.person.name if row.person else ""} for row in told[:MOST_LINES]],
        "more": _more(told.count() - MOST_LINES), "none": _("Nothing was counted in these twelve months."),
    }  # fmt: skip


def _more(left: int) -> str:
    return ngettext("One more stands in the portal.", "%d more stand in the portal.", left) % left if left > 0 else ""
