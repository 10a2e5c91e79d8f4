"""Backups: everything in one file, checked by restoring it, and put back without a half-way."""
