"""Focus networks: what they are about, who sits in them, when they meet."""

from .meeting import Announcement, Attendance, Document, DocumentAccess, Feedback, NetworkMeeting
from .network import JoinPolicy, Network, Office, Officer, Visibility
from .seat import MovedSeats, Seat, SeatState
from .thread import Frequency, Hearing, Post, Thread, Via

__all__ = [
    "Announcement", "Attendance", "Document", "DocumentAccess", "Feedback", "Frequency", "Hearing", "JoinPolicy", "MovedSeats", "Network", "NetworkMeeting", "Office", "Officer",
    "Post", "Seat", "SeatState", "Thread", "Via", "Visibility",
]  # fmt: skip
