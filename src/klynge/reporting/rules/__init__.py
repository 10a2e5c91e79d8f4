"""Projections of dues: what is assumed, what follows from it."""
