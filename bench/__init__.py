"""Benchmarks: each builds its data in a scratch database, measures, checks what came out, and returns plain data."""
