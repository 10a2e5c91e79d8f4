"""Engagement: what members take part in, what it says, and what it is worth to them."""
