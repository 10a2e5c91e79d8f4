"""The states of invoices in words and colours."""

from typing import Any

from klynge.billing.queries import InvoiceState

TONES = {
    InvoiceState.OPEN: "accent",
    InvoiceState.PARTLY_PAID: "warn",
    InvoiceState.OVERDUE: "bad",
    InvoiceState.PAID: "good",
    InvoiceState.CREDITED: "neutral",
    InvoiceState.WRITTEN_OFF: "neutral",
    InvoiceState.CREDIT_NOTE: "neutral",
}


def state_words(invoice: Any) -> str:
    """Return the state that the list has annotated, in words."""
    return str(InvoiceState(invoice.state).label)


def row_of(invoice: Any) -> dict[str, Any]:
    """Return what a row of the list shows."""
    return {"invoice": invoice, "state": state_words(invoice), "tone": TONES[InvoiceState(invoice.state)]}
