"""Why and how long."""
