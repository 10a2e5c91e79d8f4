"""The arithmetic of a meeting day: what is to be planned, plans, their checks and the search for better ones."""
