"""The newsletter in the office."""
