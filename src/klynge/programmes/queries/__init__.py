"""Reads of the programmes room."""
