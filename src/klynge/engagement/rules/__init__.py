"""The arithmetic of engagement: weights, scores, the hazard of leaving."""
