"""Actions on messages and what they are about."""

from .add_topic import add_topic
from .change_message import change_message
from .choose_topics import choose_topics
from .discard_message import discard_message
from .draft_message import draft_message
from .end_topic import end_topic
from .forget_choices import forget_choices
from .leave_list import leave_list
from .release_message import release_message
from .stop_mails import stop_mails
from .try_message import try_message

__all__ = [
    "add_topic",
    "change_message",
    "choose_topics",
    "discard_message",
    "draft_message",
    "end_topic",
    "forget_choices",
    "leave_list",
    "release_message",
    "stop_mails",
    "try_message",
]
