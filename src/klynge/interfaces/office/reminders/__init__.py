"""Reminders: who is late, what is sent, and by which rule."""
