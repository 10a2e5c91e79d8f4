"""Actions of the programmes room."""

from .admit_application import admit_application
from .blot_worker import blot_worker
from .change_programme import change_programme
from .decline_application import decline_application
from .end_participation import end_participation
from .move_seats import move_seats
from .note_hours import note_hours
from .open_call import open_call
from .reach_milestone import reach_milestone
from .record_outcome import record_outcome
from .return_seats import return_seats
from .reverse_hours import reverse_hours
from .send_application import send_application
from .set_milestone import set_milestone
from .sign_hours import sign_hours
from .start_programme import start_programme
from .withdraw_application import withdraw_application

__all__ = [
    "admit_application",
    "blot_worker",
    "change_programme",
    "decline_application",
    "end_participation",
    "move_seats",
    "note_hours",
    "open_call",
    "reach_milestone",
    "record_outcome",
    "return_seats",
    "reverse_hours",
    "send_application",
    "set_milestone",
    "sign_hours",
    "start_programme",
    "withdraw_application",
]
