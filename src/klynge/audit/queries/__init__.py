"""Reads of the audit log."""

from .events import AREAS, EventFilter, areas, events, events_about, office_people
from .sealing import TRAIL, Breach, Stream, Verification, verify
from .wording import VERBS, Change, changes, sentence

__all__ = [
    "AREAS", "TRAIL", "VERBS", "Breach", "Change", "EventFilter", "Stream", "Verification", "areas", "changes", "events", "events_about",
    "office_people", "sentence", "verify",
]  # fmt: skip
