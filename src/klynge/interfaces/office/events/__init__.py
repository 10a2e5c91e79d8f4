"""Events in the office."""
