"""Calendars that other programs subscribe to (iCalendar, RFC 5545)."""
