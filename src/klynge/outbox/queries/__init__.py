"""Reads of the outbox."""

from .addresses import is_address
from .attachments import AttachedFile, load, register, register_companion
from .batches import MAIL_COUNTS, BatchCounts, counts_of, log, unsent_batches
from .invitations import invitation_mail, invitation_preview
from .rendering import TEST_RULE, RenderedMail, message_id, render_mail

__all__ = [
    "MAIL_COUNTS",
    "TEST_RULE",
    "AttachedFile",
    "BatchCounts",
    "RenderedMail",
    "counts_of",
    "invitation_mail",
    "invitation_preview",
    "is_address",
    "load",
    "log",
    "message_id",
    "register",
    "register_companion",
    "render_mail",
    "unsent_batches",
]
