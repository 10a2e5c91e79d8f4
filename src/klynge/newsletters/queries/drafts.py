"""A draft, held so that nobody else releases, changes or discards it meanwhile."""

from django.utils.translation import gettext as _

from klynge.core.errors import Conflict
from klynge.newsletters.models import Message


def locked(message: Message) -> Message:
    """Return the message's row, locked until the transaction ends."""
    found: Message = Message.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=message.pk)
    return found


def locked_draft(message: Message) -> Message:
    """Return the row of a draft, locked. Raises: Conflict when it has left or was discarded."""
    message = locked(message)
    if message.released_at is not None:
        raise Conflict(_("“%(title)s” was released already, by %(who)s.") % {"title": message, "who": message.released_by})
    if message.discarded_at is not None:
        raise Conflict(_("“%s” was discarded. Write a new message.") % message)
    return message
