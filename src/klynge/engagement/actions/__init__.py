"""Actions of the engagement room."""

from .compute_scores import compute_scores

__all__ = ["compute_scores"]
