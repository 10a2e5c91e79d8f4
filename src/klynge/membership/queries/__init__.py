"""Reads over memberships, schedules and dues runs; one file per topic."""
