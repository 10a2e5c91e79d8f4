"""Which bank entry pays which invoice, how sure that is, and why; pure."""

from .facts import Entry, OpenInvoice, Payer
from .finding import Finder
from .proposing import Certainty, Proposal, propose

__all__ = ["Certainty", "Entry", "Finder", "OpenInvoice", "Payer", "Proposal", "propose"]
