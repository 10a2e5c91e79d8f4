"""Focus networks in the office."""
