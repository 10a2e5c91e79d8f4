"""Actions of the engagement room."""

from .add_activity import add_activity
from .adopt_weights import adopt_weights
from .blot_participant import blot_participant
from .change_weights import change_weights
from .choose_statement import choose_statement
from .compute_scores import compute_scores
from .discard_weights import discard_weights
from .draft_weights import draft_weights
from .fit_renewal import fit_renewal
from .gather_activities import gather_activities
from .note_contact import note_contact
from .reverse_activity import reverse_activity

__all__ = [
    "add_activity",
    "adopt_weights",
    "blot_participant",
    "change_weights",
    "choose_statement",
    "compute_scores",
    "discard_weights",
    "draft_weights",
    "fit_renewal",
    "gather_activities",
    "note_contact",
    "reverse_activity",
]
