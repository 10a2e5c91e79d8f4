"""How much the public site is read: sums by day, and nothing about anybody."""
