"""All de minimis aid that a single undertaking has got in its rolling years, line by line: as figures and on paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from klynge.access.models import Cluster
from klynge.billing.queries.invoice_pdf import FOLDER as BILLING
from klynge.billing.rules import formats
from klynge.core.clock import noon_of
from klynge.core.paper import pdf_of
from klynge.core.texts import in_language, say
from klynge.directory.models import Organisation
from klynge.programmes.models import Aid
from klynge.programmes.rules.de_minimis import ceiling_on, room_left, window_start

from .undertakings import undertaking_of

TEMPLATE = Path(__file__).parent.parent / "templates" / "programmes" / "aid.typ"


@dataclass(frozen=True, slots=True)
class AidLine:
    """One grant, or what a company declared to have got elsewhere; ``source`` is "" for a declaration."""

    granted_on: date
    company: str
    source: str
    cents: int
    counts: bool  # an earlier declaration of the same company does not: the last one tells all


@dataclass(frozen=True, slots=True)
class AidStatement:
    """The undertaking on one day; amounts are cents of euro. ``left`` is below 0 when more was given than may be."""

    first: date
    on: date
    companies: list[str]
    lines: list[AidLine]
    ceiling: int
    years: int
    left: int

    @property
    def used(self) -> int:
        """What counts in the span that ends with the day."""
        return sum(line.cents for line in self.lines if line.counts and line.granted_on <= self.on)


def aid_statement(organisation: Organisation, *, cluster: Cluster, on: date) -> AidStatement:
    """Return what all companies that are one undertaking with it have got, whichever cluster gave it, the latest first.

    What another cluster gave counts, without a word of its programme.

    Source: Regulation (EU) 2023/2831 articles 2(2), 3 and 6.
    """
    group, ceiling = undertaking_of(organisation, on=on), ceiling_on(on)
    first = window_start(on, ceiling.years)
    rows = Aid._base_manager.filter(organisation__in=group, granted_on__gte=first).select_related(
        "organisation", "participation__programme"
    )
    lines = _lines(rows.order_by("-granted_on", "-pk"), cluster)
    names = list(Organisation.objects.filter(pk__in=group).order_by("name", "pk").values_list("name", flat=True))
    left = room_left([(line.granted_on, line.cents) for line in lines if line.counts], on=on)
    return AidStatement(first, on, names, lines, ceiling.cents, ceiling.years, left)


def statement_pdf(organisation: Organisation, *, cluster: Cluster, on: date, language: str) -> bytes:
    """Return the statement as PDF/UA."""
    with override(language):
        data = _printed(organisation, aid_statement(organisation, cluster=cluster, on=on), language)
    return pdf_of(TEMPLATE, data, fonts=BILLING / "fonts", at=noon_of(on))


def _lines(rows: Iterable[Aid], cluster: Cluster) -> list[AidLine]:
    """Turn aid, the latest first, into lines; of each company only the first declaration counts."""
    declared: set[int] = set()
    lines = []
    for row in rows:
        counts = row.declared_in_id is None or row.organisation_id not in declared
        if row.declared_in_id is not None:
            declared.add(row.organisation_id)
        lines.append(AidLine(row.granted_on, row.organisation.name, _source(row, cluster), row.cents, counts))
    return lines


def _source(row: Aid, cluster: Cluster) -> str:
    if row.participation is None:
        return ""
    return in_language(row.participation.programme.name) if row.cluster_id == cluster.pk else _("Another cluster")


def _printed(organisation: Organisation, found: AidStatement, language: str) -> dict[str, Any]:
    def euro(cents: int) -> str:
        return formats.amount_with_currency(cents, "EUR", language)

    sums = [(_("Ceiling in %d years") % found.years, found.ceiling), (_("Used"), found.used), (_("Left"), found.left)]
    return {
        "language": language, "title": _("De minimis aid"), "company": organisation.name, "cvr": _("CVR number %s") % organisation.cvr if organisation.cvr else "",
        "span": _("%(first)s to %(last)s") % {"first": say(found.first), "last": say(found.on)},
        "sums": [{"label": label, "value": euro(cents)} for label, cents in sums],
        "heads": [_("Day"), _("Company"), _("From"), _("Euro")],
        "rows": [[formats.day(line.granted_on, language), line.company, (line.source or _("Declared: from others")) + ("" if line.counts else f" ({_('replaced by a later declaration')})"), euro(line.cents)] for line in found.lines],
        "none": _("No aid is known in these years."), "group": _("One undertaking: %s") % ", ".join(found.companies),
        "note": _("Counted for the whole undertaking from the day on which the right to the aid was given (Regulation (EU) 2023/2831). Only what this program knows is listed: what its clusters gave, and what was declared to them."),
    }  # fmt: skip
