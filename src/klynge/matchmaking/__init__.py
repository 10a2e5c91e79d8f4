"""Matchmaking: needs and offers, who should meet, and the team for the larger task."""
