"""A cluster's public site: what it is, what membership costs, who is in it."""
