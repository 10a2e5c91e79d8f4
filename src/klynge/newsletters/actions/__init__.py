"""Actions on messages."""

from .change_message import change_message
from .discard_message import discard_message
from .draft_message import draft_message
from .leave_list import leave_list
from .release_message import release_message
from .stop_mails import stop_mails
from .try_message import try_message

__all__ = ["change_message", "discard_message", "draft_message", "leave_list", "release_message", "stop_mails", "try_message"]
