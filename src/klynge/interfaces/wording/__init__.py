"""How things of the rooms read on every page, whoever looks at it."""
