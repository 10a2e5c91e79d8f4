"""Arithmetic of membership: fees, proration, notice, status; pure."""
