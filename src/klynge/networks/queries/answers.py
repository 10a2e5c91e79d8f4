"""Addresses to which posts are answered by mail, and the answers that came. Source: RFC 5233 (detail after "+"), RFC 3834 (automatic mail)."""

from __future__ import annotations

import email
import hashlib
import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.utils import getaddresses

from django.utils.crypto import constant_time_compare, salted_hmac

from klynge.directory.models import Person
from klynge.networks.models import Thread
from klynge.networks.rules.replying import answer_in

DETAIL = re.compile(r"\+(\d{1,18})\.(\d{1,18})\.([0-9a-f]{20})@")
WHERE = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that came by mail; ``key`` is the same whenever the same mail is read."""

    thread: Thread
    person: Person
    text: str
    key: str


def reply_address(thread_id: int, person_id: int, *, base: str) -> str:
    """Return the address at which one person answers in one discussion, made of ``base``; "" where none is set up."""
    local, at, domain = base.rpartition("@")
    return f"{local}+{thread_id}.{person_id}.{_signed(thread_id, person_id)}@{domain}" if at else ""


def answer_of(raw: bytes) -> Answer | None:
    """Read a mail; None for one that answers nothing of ours, answers automatically, or comes from an address that is not the person's."""
    message = email.message_from_bytes(raw, policy=policy.default)
    if not isinstance(message, EmailMessage) or str(message.get("Auto-Submitted", "no")).lower() != "no":
        return None
    found = DETAIL.search(" ".join(str(value) for name in WHERE for value in message.get_all(name, [])).lower())
    if found is None or not constant_time_compare(found[3], _signed(int(found[1]), int(found[2]))):
        return None
    thread = Thread._base_manager.select_related("network__cluster", "cluster").filter(pk=int(found[1])).first()
    person = Person.objects.filter(pk=int(found[2])).first()
    senders = {address.lower() for _name, address in getaddresses([str(message.get("From", ""))])}
    if thread is None or person is None or not {each.address.lower() for each in person.emails.all()} & senders:
        return None
    part = message.get_body(preferencelist=("plain", "html"))
    text = _plain(part) if part is not None else ""
    identity = str(message.get("Message-ID", "")).strip() or hashlib.sha256(raw).hexdigest()
    return Answer(thread, person, answer_in(text), hashlib.sha256(identity.encode()).hexdigest())


def _signed(thread_id: int, person_id: int) -> str:
    return salted_hmac("klynge.networks.reply", f"{thread_id}.{person_id}", algorithm="sha256").hexdigest()[:20]


def _plain(part: EmailMessage) -> str:
    """Return the text of a part; of HTML what remains without its marks."""
    try:
        content = str(part.get_content())
    except (LookupError, UnicodeError):  # a charset that nobody knows
        content = bytes(part.get_payload(decode=True) or b"").decode("utf-8", "replace")  # type: ignore[arg-type]
    if part.get_content_subtype() != "html":
        return content
    from lxml import html as markup

    broken = re.sub(r"(?i)<(br|/p|/div|/li|/blockquote)[^>]*>", r"\g<0>\n", content)
    return str(markup.fromstring(f"<div>{broken}</div>").text_content())
