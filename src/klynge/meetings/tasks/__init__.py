"""Jobs of the meetings room."""
