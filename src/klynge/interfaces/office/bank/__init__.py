"""The bank: files, entries, and what becomes of each."""
