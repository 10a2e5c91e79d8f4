"""What counts as a visit."""
