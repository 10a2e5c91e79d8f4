"""Reads over the sums."""
