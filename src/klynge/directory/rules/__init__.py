"""Arithmetic of the directory: numbers, texts, sizes."""
