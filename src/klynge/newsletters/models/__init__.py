"""Messages to members' contacts, and the newsletter: editions, their readers, what came back."""

from .edition import Bounce, Click, Edition, EditionPart, EditionReader, PartKind, Segment, Skipped
from .message import Contacts, LeftOut, Message, MessageKind, MessageRecipient, Topic, TopicRefusal

__all__ = [
    "Bounce", "Click", "Contacts", "Edition", "EditionPart", "EditionReader", "LeftOut", "Message", "MessageKind", "MessageRecipient", "PartKind", "Segment", "Skipped",
    "Topic", "TopicRefusal",
]  # fmt: skip
