"""What a mail server says of a mail that came back. Source: RFC 3464 (delivery status notifications), RFC 3463 (status codes)."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage

from klynge.outbox.models import Mail
from klynge.outbox.queries import message_id

OUR_ID = re.compile(r"<[0-9a-f]{24}\.(\d{1,18})@[^>\s]+>")
STATUS = re.compile(r"^[245]\.\d{1,3}\.\d{1,3}$")


@dataclass(frozen=True, slots=True)
class Report:
    """One mail that came back: which, with what status and words."""

    mail_id: int
    message_id: str
    status: str
    text: str


def report_of(raw: bytes) -> Report | None:
    """Read a delivery status notification; None for any other mail, for a delay, and for one about a mail that is not ours."""
    message = email.message_from_bytes(raw, policy=policy.default)
    if not isinstance(message, EmailMessage) or message.get_content_type() != "multipart/report":
        return None
    fields = next((each for each in _recipients(message) if each.get("action", "").lower() == "failed"), None)
    status = fields["status"].split()[0] if fields else ""
    found = OUR_ID.search(_returned(message)) if STATUS.match(status) else None
    if fields is None or found is None:
        return None
    return Report(int(found.group(1)), found.group(0), status, " ".join(str(fields.get("diagnostic-code", "")).split()))


def mail_of(report: Report) -> Mail | None:
    """Return the mail that came back; None when the number was made up, since each Message-ID is signed."""
    mail: Mail | None = Mail._base_manager.select_related("cluster").filter(pk=report.mail_id).first()
    return mail if mail is not None and message_id(mail) == report.message_id else None


def _recipients(message: EmailMessage) -> list[dict[str, str]]:
    """Return the fields of each recipient in the machine-readable part, names in lower case."""
    found = []
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            found += [block for block in (blocks if isinstance(blocks, list) else []) if str(block.get("Status", "")).strip()]
    return [{name.lower(): str(value) for name, value in block.items()} for block in found]


def _returned(message: EmailMessage) -> str:
    """Return what came back of our mail, whole or its head, decoded where a server has wrapped it in base64."""
    texts = []
    for part in message.walk():
        texts += [str(value) for name, value in part.items() if name.lower() in ("message-id", "in-reply-to", "references")]
        if not part.is_multipart():
            texts.append(bytes(part.get_payload(decode=True) or b"").decode("ascii", "replace"))  # type: ignore[arg-type]
    return "\n".join(texts)
