"""Actions of the audit room."""

from .record_event import record

__all__ = ["record"]
