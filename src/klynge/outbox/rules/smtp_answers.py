"""What a mail server's answer means: this mail failed, try later, or the server itself is in trouble. Source: RFC 5321, 4.2."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass

FAULTS = (smtplib.SMTPException, OSError)
UNAVAILABLE = 421  # "service not available, closing transmission channel"
TOO_BIG = 552


@dataclass(frozen=True, slots=True)
class Answer:
    """How the server took one mail; ``reason`` holds its own words."""

    reason: str = ""
    is_accepted: bool = False
    is_transient: bool = False
    is_server_down: bool = False


def understand(fault: Exception) -> Answer:
    """Tell a mail's own failure (5xx) from one that may pass (4xx) and from trouble that every mail would meet.

    A sender or a login that is refused is the installation's trouble, not the mail's: the mail goes on waiting.
    """
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(fault.recipients.values()))
        return _by_code(code, words)
    if isinstance(fault, smtplib.SMTPDataError):
        return _by_code(fault.smtp_code, fault.smtp_error)
    if isinstance(fault, smtplib.SMTPSenderRefused) and fault.smtp_code == TOO_BIG:
        return _by_code(fault.smtp_code, fault.smtp_error)
    if isinstance(fault, smtplib.SMTPResponseException):
        return Answer(_text(fault.smtp_code, fault.smtp_error), is_transient=True, is_server_down=True)
    return Answer(str(fault) or type(fault).__name__, is_transient=True, is_server_down=True)


def _by_code(code: int, words: bytes | str) -> Answer:
    return Answer(_text(code, words), is_transient=code < 500, is_server_down=code == UNAVAILABLE)


def _text(code: int, words: bytes | str) -> str:
    return f"{code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}"
