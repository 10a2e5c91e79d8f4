"""Reads of the audit log."""

from .events import AREAS, EventFilter, areas, events, events_about, office_people
from .wording import VERBS, Change, changes, sentence

__all__ = ["AREAS", "VERBS", "Change", "EventFilter", "areas", "changes", "events", "events_about", "office_people", "sentence"]
