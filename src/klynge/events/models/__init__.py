"""Events, what they cost and ask, and who comes."""

from .event import Event, EventState, PriceRule, PriceWho, Question, QuestionKind, Series
from .registration import Answer, Attendance, Feedback, Registration, RegistrationState, Substitution
from .speaker import Speaker, SpeakerState

__all__ = [
    "Answer", "Attendance", "Event", "EventState", "Feedback", "PriceRule", "PriceWho", "Question", "QuestionKind", "Registration", "RegistrationState", "Series", "Speaker", "SpeakerState", "Substitution",
]  # fmt: skip
