"""Actions of the publishing room."""

from .change_picture import change_picture
from .change_release import change_release
from .discard_release import discard_release
from .publish_release import publish_release
from .withdraw_release import withdraw_release
from .write_release import write_release

__all__ = [
    "change_picture",
    "change_release",
    "discard_release",
    "publish_release",
    "withdraw_release",
    "write_release",
]
