"""Actions of the outbox."""

from .blot_mails import blot_mails
from .copy_mail import copy_mail
from .keep_mails import keep_mails
from .mail_invitation import mail_invitation
from .prepare_mails import MailDraft, prepare_mails
from .release_batch import release_batch
from .retry_batch import retry_batch
from .retry_mail import retry_mail
from .send_mail import Delivery, send_mail
from .skip_batch import skip_batch
from .skip_mail import skip_mail
from .try_delivery import try_delivery

__all__ = [
    "Delivery",
    "MailDraft",
    "blot_mails",
    "copy_mail",
    "keep_mails",
    "mail_invitation",
    "prepare_mails",
    "release_batch",
    "retry_batch",
    "retry_mail",
    "send_mail",
    "skip_batch",
    "skip_mail",
    "try_delivery",
]
