"""The first version of the API. What it answers with only grows; what would break programs goes into a version of its own."""
