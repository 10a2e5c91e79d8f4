"""Arithmetic of messages."""
