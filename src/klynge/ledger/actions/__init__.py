"""Actions of the ledger."""

from .post_transaction import post_transaction
from .post_transactions import post_transactions
from .reverse_transaction import reverse_transaction

__all__ = ["post_transaction", "post_transactions", "reverse_transaction"]
