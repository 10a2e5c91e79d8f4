"""The arithmetic of publishing."""
