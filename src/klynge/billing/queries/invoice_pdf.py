"""An invoice as a PDF: PDF/A-3a and PDF/UA-1 in one file, the same bytes every time and everywhere."""

from __future__ import annotations

import json
from datetime import UTC, date
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import override

from klynge.access.models import Cluster
from klynge.billing.models import Invoice
from klynge.core.clock import noon_of
from klynge.core.errors import Invalid

from .einvoicing import einvoice_xml, xml_name
from .printing import printed_invoice

FOLDER = Path(__file__).parent.parent / "templates" / "billing"
TEMPLATE = FOLDER / "invoice.typ"
STANDARDS: list[Any] = ["a-3a", "ua-1"]


def invoice_pdf(invoice: Invoice) -> bytes:
    """Return the document as PDF with its XML attached, from what the invoice keeps; only the logo is the cluster's own of today."""
    return compiled({**printed_invoice(invoice), "xml": _xml(invoice)}, cluster=invoice.cluster, on=invoice.issued_on)


def compiled(data: dict[str, Any], *, cluster: Cluster, on: date) -> bytes:
    """Return a document of the template as PDF; ``data`` is what printing.py gives, ``on`` the day that it bears."""
    made: Any = typst.Compiler(root=FOLDER, font_paths=_fonts(), ignore_system_fonts=True).compile(
        TEMPLATE,
        format="pdf",
        sys_inputs={"data": json.dumps({"xml": None, **data, "logo": _logo(cluster)}, ensure_ascii=False)},
        pdf_standards=STANDARDS,
        timestamp=noon_of(on).astimezone(UTC),
    )
    return bytes(made)


@cache
def _fonts() -> typst.Fonts:
    """Read the fonts once; they are shipped, so that every machine prints alike."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER / "fonts"])


def _xml(invoice: Invoice) -> dict[str, str] | None:
    """Return the e-invoice to attach; a document that can't be one is printed without."""
    try:
        content = einvoice_xml(invoice)
    except Invalid:
        return None
    with override(invoice.language):
        return {"name": xml_name(invoice), "content": content.decode(), "description": _("The same document as an e-invoice")}


def _logo(cluster: Cluster) -> dict[str, Any] | None:
    name = cluster.logo.name
    if not name or not default_storage.exists(name):
        return None
    with default_storage.open(name) as file:
        return {"format": name.rpartition(".")[2].lower(), "bytes": list(file.read())}
