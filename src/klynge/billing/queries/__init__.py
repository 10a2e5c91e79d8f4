"""Reads over products, invoices and payments; one file per topic."""

from .readiness import fee_status_on, require_may_bill_on, seller_snapshot

__all__ = ["fee_status_on", "require_may_bill_on", "seller_snapshot"]
