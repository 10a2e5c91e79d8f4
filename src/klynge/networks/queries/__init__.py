"""Reads of the networks room."""
