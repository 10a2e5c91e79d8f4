"""Actions of the publishing room."""

from .answer_testimonial import answer_testimonial
from .ask_testimonial import ask_testimonial
from .blot_quoted import blot_quoted
from .change_picture import change_picture
from .change_release import change_release
from .delete_testimonial import delete_testimonial
from .discard_release import discard_release
from .keep_testimonial import keep_testimonial
from .publish_release import publish_release
from .withdraw_release import withdraw_release
from .write_release import write_release

__all__ = [
    "answer_testimonial",
    "ask_testimonial",
    "blot_quoted",
    "change_picture",
    "change_release",
    "delete_testimonial",
    "discard_release",
    "keep_testimonial",
    "publish_release",
    "withdraw_release",
    "write_release",
]
