"""Reads over meeting days."""
