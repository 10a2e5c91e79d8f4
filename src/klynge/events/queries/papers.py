"""What is printed for an event: badges for the door, certificates for who was there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from klynge.billing.queries.invoice_pdf import FOLDER as BILLING
from klynge.core.clock import DANISH
from klynge.core.paper import pdf_of
from klynge.core.texts import in_language, say
from klynge.events.models import Event, Registration

from .tickets import qr_rows, ticket_code

FOLDER, FONTS = Path(__file__).parent.parent / "templates" / "events", BILLING / "fonts"


def badges_pdf(event: Event, rows: Iterable[Registration], *, at: datetime) -> bytes:
    """Return badges of 90 x 54 mm, ten on a sheet of A4, each with its ticket's code; those without a name left to write on come last."""
    badges = []
    for row in rows:
        company = row.organisation.name if row.organisation else row.organisation_name
        badges.append({"name": row.name, "company": company, "qr": qr_rows(ticket_code(row))})
        badges += [{"name": "", "company": company, "qr": []}] * (row.party - 1)
    data = {"language": _language(), "event": in_language(event.title), "cluster": event.cluster.name, "badges": badges}
    return pdf_of(FOLDER / "badges.typ", data, fonts=FONTS, at=at)


def certificates_pdf(event: Event, rows: Iterable[Registration], *, at: datetime) -> bytes:
    """Return a certificate for each, one a page, in the language of its owner."""
    pages = []
    for row in rows:
        with override(row.language):
            pages.append(_certificate(event, row))
    title = _("Certificates of attendance") + ": " + in_language(event.title)
    return pdf_of(FOLDER / "certificate.typ", {"language": _language(), "title": title, "pages": pages}, fonts=FONTS, at=at)


def _certificate(event: Event, row: Registration) -> dict[str, Any]:
    begins, ends = event.starts_at.astimezone(DANISH), event.ends_at.astimezone(DANISH)
    hours = (Decimal((ends - begins).total_seconds()) / 3600).quantize(Decimal("0.1"), ROUND_HALF_UP)
    days = say(begins.date()) if begins.date() == ends.date() else f"{say(begins.date())} – {say(ends.date())}"
    number = f"{hours.normalize():f}"
    return {
        "language": row.language, "heading": _("Certificate of attendance"), "name": row.name,
        "company": row.organisation.name if row.organisation else row.organisation_name, "took": _("took part in"),
        "event": in_language(event.title, row.language), "facts": [each for each in (days, event.place, _("%(hours)s hours") % {"hours": number.replace(".", ",") if row.language == "da" else number}) if each],
        "issuer": event.cluster.name, "issued": _("Issued by"),
    }  # fmt: skip


def _language() -> str:
    return (get_language() or "da")[:2]
