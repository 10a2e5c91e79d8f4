"""Actions of the networks room."""

from .add_document import add_document
from .admit_seat import admit_seat
from .announce_news import announce_news
from .appoint_officer import appoint_officer
from .blot_holder import blot_holder
from .cancel_meeting import cancel_meeting
from .change_meeting import change_meeting
from .change_network import change_network
from .change_seat import change_seat
from .choose_hearing import choose_hearing
from .close_network import close_network
from .close_thread import close_thread
from .end_office import end_office
from .end_seat import end_seat
from .found_network import found_network
from .give_feedback import give_feedback
from .mail_posts import mail_posts
from .move_seats import move_seats
from .note_attendance import note_attendance
from .plan_meeting import plan_meeting
from .remove_document import remove_document
from .remove_post import remove_post
from .return_seats import return_seats
from .take_seat import take_seat
from .write_minutes import write_minutes
from .write_post import write_post

__all__ = [
    "add_document",
    "admit_seat",
    "announce_news",
    "appoint_officer",
    "blot_holder",
    "cancel_meeting",
    "change_meeting",
    "change_network",
    "change_seat",
    "choose_hearing",
    "close_network",
    "close_thread",
    "end_office",
    "end_seat",
    "found_network",
    "give_feedback",
    "mail_posts",
    "move_seats",
    "note_attendance",
    "plan_meeting",
    "remove_document",
    "remove_post",
    "return_seats",
    "take_seat",
    "write_minutes",
    "write_post",
]
