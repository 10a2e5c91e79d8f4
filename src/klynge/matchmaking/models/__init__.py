"""What members offer, seek and avoid; who is suggested to whom; and what came of it."""

from .match import FollowedMerger, Interest, Match, Outcome, OutcomeKind, OutcomeQuestion, Stage
from .opportunity import Agreement, Field, Opportunity, OpportunityKind, OpportunityRevision, OpportunityState, Ripeness, Visibility
from .suggestion import Computation, Impression, Question, SentenceVector, Suggestion
from .wish import Avoidance, Intent, IntentKind

__all__ = [
    "Agreement",
    "Avoidance",
    "Computation",
    "Field",
    "FollowedMerger",
    "Impression",
    "Intent",
    "IntentKind",
    "Interest",
    "Match",
    "Opportunity",
    "OpportunityKind",
    "OpportunityRevision",
    "OpportunityState",
    "Outcome",
    "OutcomeKind",
    "OutcomeQuestion",
    "Question",
    "Ripeness",
    "SentenceVector",
    "Stage",
    "Suggestion",
    "Visibility",
]
