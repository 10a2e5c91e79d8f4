"""What can be done about events."""

from .accept_offer import accept_offer
from .answer_speaker import answer_speaker
from .ask_guest import ask_guest
from .ask_speaker import ask_speaker
from .blot_attendee import blot_attendee
from .cancel_event import cancel_event
from .cancel_registration import cancel_registration
from .change_event import change_event
from .discard_event import discard_event
from .give_feedback import give_feedback
from .invoice_registration import invoice_registration
from .mail_registrations import mail_registrations
from .move_queue import move_queue
from .name_speaker import name_speaker
from .plan_event import plan_event
from .publish_event import publish_event
from .record_attendance import record_attendance
from .register_attendee import register_attendee
from .remove_speaker import remove_speaker
from .start_series import start_series
from .substitute_attendee import substitute_attendee
from .undo_attendance import undo_attendance

__all__ = [
    "accept_offer",
    "answer_speaker",
    "ask_guest",
    "ask_speaker",
    "blot_attendee",
    "cancel_event",
    "cancel_registration",
    "change_event",
    "discard_event",
    "give_feedback",
    "invoice_registration",
    "mail_registrations",
    "move_queue",
    "name_speaker",
    "plan_event",
    "publish_event",
    "record_attendance",
    "register_attendee",
    "remove_speaker",
    "start_series",
    "substitute_attendee",
    "undo_attendance",
]
