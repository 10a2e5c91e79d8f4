"""Activities, what they count, how engaged that makes each member, and what the office does about it."""

from .activity import Activity, ActivityKind, Axis
from .follow_up import DONE, FollowUp, Outcome, StatementChoice, Worklist
from .renewal import RenewalModel, RenewalRisk
from .score import Computation, Level, Score
from .weights import Normalisation, Weight, WeightScheme

__all__ = [
    "DONE",
    "Activity",
    "ActivityKind",
    "Axis",
    "Computation",
    "FollowUp",
    "Level",
    "Normalisation",
    "Outcome",
    "RenewalModel",
    "RenewalRisk",
    "Score",
    "StatementChoice",
    "Weight",
    "WeightScheme",
    "Worklist",
]
