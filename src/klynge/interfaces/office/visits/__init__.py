"""How the public site is read."""
