"""What is said of members: their status, their sizes, what has happened."""

from typing import Any

from django.utils.translation import gettext as _

from klynge.billing.models import Invoice
from klynge.billing.queries import InvoiceState
from klynge.directory.models import Affiliation, ContactRole, Ownership
from klynge.interfaces.wording.members import STATUSES, TONES, cvr_words, size_words
from klynge.membership.queries.member_details import MemberRow
from klynge.membership.queries.member_timeline import Happening
from klynge.ui.formats import day, money

STATE_TONES = {
    "open": "accent",
    "partly_paid": "accent",
    "overdue": "bad",
    "paid": "good",
    "credited": "neutral",
    "credit_note": "neutral",
    "written_off": "neutral",
}
LOOKS = {  # code: (icon, tone)
    "joined": ("log-in", "good"),
    "ended": ("log-out", "bad"),
    "notice": ("mail-open", "warn"),
    "merged_in": ("merge", "accent"),
    "merged_away": ("merge", "bad"),
    "unmerged": ("undo-2", "neutral"),
    "invoice": ("receipt-text", "accent"),
    "credit_note": ("undo-2", "neutral"),
    "payment": ("banknote", "good"),
    "size": ("users", "neutral"),
    "log": ("pencil", "neutral"),
}


def moved_words(row: Affiliation | ContactRole | Ownership) -> tuple[str, str]:
    """Say what a row of a merger is about: whose, and what it is."""
    if isinstance(row, Ownership):
        return row.organisation.name, _("Subsidiary")
    what = row.get_kind_display() if isinstance(row, ContactRole) else row.title or _("Works there")
    return row.person.name, str(what)


def told(happening: Happening) -> dict[str, Any]:
    """Return an entry of the timeline as the page shows it."""
    icon, tone = LOOKS[happening.code]
    said = {"title": _title(happening), "on": happening.on, "who": happening.who, "icon": icon, "tone": tone}
    return said | {"merger": happening.facts.get("merger"), "note": happening.facts.get("note", "")}


def _title(happening: Happening) -> str:
    facts = happening.facts
    amount = money(facts["minor"], facts["currency"]) if "minor" in facts else ""
    if happening.code == "size":
        size = facts["size"]
        return _("Size declared: %(size)s %(metric)s") % {"size": size_words(size), "metric": size.get_metric_display().lower()}  # type: ignore[arg-type, attr-defined]
    return {
        "joined": lambda: _("Became member no. %(number)s") % facts,
        "ended": lambda: _("Last day as a member: %s") % facts["reason"] if "reason" in facts else _("Last day as a member"),
        "notice": lambda: _("Gave notice; the last day is %s") % day(facts["last_day"]),
        "merged_in": lambda: _("%(other)s was merged into this organisation, from %(day)s") % {**facts, "day": day(facts["effective_on"])},
        "merged_away": lambda: _("Merged into %(other)s, from %(day)s") % {**facts, "day": day(facts["effective_on"])},
        "unmerged": lambda: _("The merger with %(other)s was undone") % facts,
        "invoice": lambda: _("Invoice %(number)s of %(amount)s") % {**facts, "amount": amount},
        "credit_note": lambda: _("Credit note %(number)s of %(amount)s") % {**facts, "amount": amount},
        "payment": lambda: _("Paid %s") % amount,
        "log": lambda: str(facts["sentence"]),
    }[happening.code]()


def shown(row: MemberRow, currency: str) -> dict[str, Any]:
    """Return a row of the list as the page shows it."""
    return {
        "row": row,
        "pk": str(row.membership.pk),  # as text, or the page's language would put thousands marks into it
        "status": STATUSES[row.status],
        "tone": TONES[row.status],
        "size": size_words(row.size),
        "is_unconfirmed": row.size is not None and row.size.confirmed_at is None,
        "cvr": cvr_words(row.organisation.country, row.organisation.cvr),
        "currency": currency,
    }


def worded(invoices: list[Invoice]) -> list[Invoice]:
    """Give each invoice its state in words, as ``said``, with a ``tone``."""
    for invoice in invoices:
        invoice.said, invoice.tone = InvoiceState(invoice.state).label, STATE_TONES[invoice.state]
    return invoices
