"""Figures across rooms; reads only."""
