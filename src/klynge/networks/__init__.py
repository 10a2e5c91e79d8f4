"""Focus networks: who has a seat, when they meet, what was said."""
