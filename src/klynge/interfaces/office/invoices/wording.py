"""The states of invoices in words and colours."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from klynge.billing.queries import InvoiceState
from klynge.billing.rules.instalments import PlanState

TONES = {
    InvoiceState.OPEN: "accent",
    InvoiceState.PARTLY_PAID: "warn",
    InvoiceState.OVERDUE: "bad",
    InvoiceState.PAID: "good",
    InvoiceState.CREDITED: "neutral",
    InvoiceState.WRITTEN_OFF: "neutral",
    InvoiceState.CREDIT_NOTE: "neutral",
}

PLAN_WORDS = {
    PlanState.KEPT: (_("Kept"), "good"),
    PlanState.MISSED: (_("A part is missing"), "bad"),
    PlanState.PAID: (_("Paid"), "good"),
    PlanState.ENDED: (_("Ended"), "neutral"),
}


def state_words(invoice: Any) -> str:
    """Return the state that the list has annotated, in words."""
    return str(InvoiceState(invoice.state).label)


def row_of(invoice: Any) -> dict[str, Any]:
    """Return what a row of the list shows."""
    return {"invoice": invoice, "state": state_words(invoice), "tone": TONES[InvoiceState(invoice.state)]}
