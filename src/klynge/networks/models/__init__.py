"""Focus networks: what they are about, who sits in them, when they meet."""

from .meeting import Announcement, Attendance, Document, DocumentAccess, Feedback, NetworkMeeting
from .network import JoinPolicy, Network, Office, Officer, Visibility
from .seat import Seat, SeatState

__all__ = [
    "Announcement", "Attendance", "Document", "DocumentAccess", "Feedback", "JoinPolicy", "Network", "NetworkMeeting", "Office", "Officer", "Seat", "SeatState",
    "Visibility",
]  # fmt: skip
