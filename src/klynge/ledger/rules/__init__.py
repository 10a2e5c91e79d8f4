"""The chart of accounts; pure."""
