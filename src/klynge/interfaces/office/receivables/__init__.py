"""Receivables: who owes what since when, and each payer's account."""
