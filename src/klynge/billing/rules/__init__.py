"""Arithmetic of invoices; pure."""
