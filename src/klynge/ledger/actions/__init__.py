"""Actions of the ledger."""

from .post_transactions import post_transactions

__all__ = ["post_transactions"]
