"""How engaged the members are, and what the office does about it."""
