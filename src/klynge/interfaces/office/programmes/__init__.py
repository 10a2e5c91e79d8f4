"""Innovation programmes in the office."""
