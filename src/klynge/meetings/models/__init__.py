"""What a meeting day is made of, its plans, and what happened on the day."""

from .day import MeetingDay, Mode, Precedence, Slot, Stage
from .guest import Absence, Delegate, Mark, MarkKind, NoShow, Participant
from .plan import MeetingPlan, PlannedMeeting, Planning, Progress, Publication, Rating

__all__ = [
    "Absence",
    "Delegate",
    "Mark",
    "MarkKind",
    "MeetingDay",
    "MeetingPlan",
    "Mode",
    "NoShow",
    "Participant",
    "PlannedMeeting",
    "Planning",
    "Precedence",
    "Progress",
    "Publication",
    "Rating",
    "Slot",
    "Stage",
]
