"""Actions of the webhooks room."""

from .add_endpoint import add_endpoint
from .change_endpoint import change_endpoint
from .gather_messages import gather_messages
from .pause_endpoint import pause_endpoint
from .remove_endpoint import remove_endpoint
from .resend_delivery import resend_delivery
from .rotate_secret import rotate_secret
from .send_delivery import send_delivery
from .try_endpoint import try_endpoint

__all__ = [
    "add_endpoint",
    "change_endpoint",
    "gather_messages",
    "pause_endpoint",
    "remove_endpoint",
    "resend_delivery",
    "rotate_secret",
    "send_delivery",
    "try_endpoint",
]
