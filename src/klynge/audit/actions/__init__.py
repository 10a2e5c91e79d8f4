"""Actions of the audit room."""

from .record_event import record
from .redact_events import redact_events
from .seal_stream import seal_stream

__all__ = ["record", "redact_events", "seal_stream"]
