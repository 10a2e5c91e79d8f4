"""Reads over events and who comes."""
