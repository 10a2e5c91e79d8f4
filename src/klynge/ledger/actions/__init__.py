"""Actions of the ledger."""

from .close_books import close_books
from .post_transaction import post_transaction
from .post_transactions import post_transactions
from .reopen_books import reopen_books
from .reverse_transaction import reverse_transaction
from .seal_books import seal_books
from .set_chart_number import set_chart_number

__all__ = [
    "close_books", "post_transaction", "post_transactions", "reopen_books", "reverse_transaction", "seal_books", "set_chart_number",
]  # fmt: skip
