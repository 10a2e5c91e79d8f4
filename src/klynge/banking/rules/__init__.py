"""Reading statement files; pure."""
