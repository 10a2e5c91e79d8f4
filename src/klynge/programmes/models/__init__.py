"""Innovation programmes: calls, who takes part, aid, hours, what came of it."""

from .programme import Call, Milestone, Programme
from .taking_part import Aid, Application, ApplicationState, Hours, MovedSeats, Outcome, OutcomeKind, Participation

__all__ = [
    "Aid",
    "Application",
    "ApplicationState",
    "Call",
    "Hours",
    "Milestone",
    "MovedSeats",
    "Outcome",
    "OutcomeKind",
    "Participation",
    "Programme",
]
