"""Actions on messages and what they are about."""

from .add_topic import add_topic
from .ask_subscriber import ask_subscriber
from .change_edition import change_edition
from .change_message import change_message
from .choose_topics import choose_topics
from .confirm_subscriber import confirm_subscriber
from .count_click import count_click
from .discard_edition import discard_edition
from .discard_message import discard_message
from .draft_edition import draft_edition
from .draft_message import draft_message
from .end_topic import end_topic
from .forget_choices import forget_choices
from .leave_list import leave_list
from .leave_newsletter import leave_newsletter
from .note_bounce import note_bounce
from .release_edition import release_edition
from .release_message import release_message
from .schedule_edition import schedule_edition
from .stop_mails import stop_mails
from .try_edition import try_edition
from .try_message import try_message

__all__ = [
    "add_topic",
    "ask_subscriber",
    "change_edition",
    "change_message",
    "choose_topics",
    "confirm_subscriber",
    "count_click",
    "discard_edition",
    "discard_message",
    "draft_edition",
    "draft_message",
    "end_topic",
    "forget_choices",
    "leave_list",
    "leave_newsletter",
    "note_bounce",
    "release_edition",
    "release_message",
    "schedule_edition",
    "stop_mails",
    "try_edition",
    "try_message",
]
