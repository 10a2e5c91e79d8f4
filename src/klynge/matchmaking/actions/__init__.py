"""What the matchmaking room can do."""

from .ask_outcomes import ask_outcomes
from .avoid_company import avoid_company
from .blot_matchmaker import blot_matchmaker
from .change_opportunity import change_opportunity
from .choose_intents import choose_intents
from .close_match import close_match
from .compute_suggestions import compute_suggestions
from .follow_merger import follow_merger
from .introduce_match import introduce_match
from .log_impressions import log_impressions
from .publish_opportunity import publish_opportunity
from .readmit_company import readmit_company
from .record_meeting import record_meeting
from .record_outcome import record_outcome
from .remind_deadlines import remind_deadlines
from .renew_opportunity import renew_opportunity
from .review_opportunity import review_opportunity
from .say_interested import say_interested
from .undo_merger import undo_merger
from .withdraw_opportunity import withdraw_opportunity
from .write_opportunity import write_opportunity

__all__ = [
    "ask_outcomes",
    "avoid_company",
    "blot_matchmaker",
    "change_opportunity",
    "choose_intents",
    "close_match",
    "compute_suggestions",
    "follow_merger",
    "introduce_match",
    "log_impressions",
    "publish_opportunity",
    "readmit_company",
    "record_meeting",
    "record_outcome",
    "remind_deadlines",
    "renew_opportunity",
    "review_opportunity",
    "say_interested",
    "undo_merger",
    "withdraw_opportunity",
    "write_opportunity",
]
