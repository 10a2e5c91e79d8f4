"""Reads over activities, weights, scores and what follows from them."""
