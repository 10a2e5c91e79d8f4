"""Meeting days in the office."""
