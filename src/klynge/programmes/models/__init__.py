"""Innovation programmes: calls, who takes part, aid, hours, what came of it."""

from .programme import Call, Milestone, Programme
from .taking_part import Aid, Application, ApplicationState, Hours, Outcome, OutcomeKind, Participation

__all__ = ["Aid", "Application", "ApplicationState", "Call", "Hours", "Milestone", "Outcome", "OutcomeKind", "Participation", "Programme"]
