"""Actions of the audit room."""

from .record_event import record
from .seal_stream import seal_stream

__all__ = ["record", "seal_stream"]
