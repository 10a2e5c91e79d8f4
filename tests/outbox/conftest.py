"""A real mail server that can be told to refuse, and mails to send to it."""

import socket
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from threading import Lock

import pytest
from aiosmtpd.controller import Controller
from django_scopes import scope

from klynge.outbox.actions import MailDraft, prepare_mails
from klynge.outbox.queries import AttachedFile, register

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF\n"


@dataclass
class Letterbox:
    """What arrived, and which addresses get which answer instead."""

    answers: dict = field(default_factory=dict)  # address -> "550 no such user"
    data_answers: dict = field(default_factory=dict)
    raw: list = field(default_factory=list)
    sessions: set = field(default_factory=set)
    lock: Lock = field(default_factory=Lock)

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, session, envelope):
        if answer := self.data_answers.get(envelope.rcpt_tos[0]):
            return answer
        with self.lock:
            self.raw.append((envelope.rcpt_tos[0], envelope.content))
            self.sessions.add(session.peer)
        return "250 taken"

    @property
    def to(self):
        return [address for address, _content in self.raw]

    def message(self, index=0):
        return message_from_bytes(self.raw[index][1], policy=policy.default)


class Server:
    """Starts and stops on one port, so that a test can take it away and bring it back."""

    def __init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.box, self.controller = Letterbox(), None

    def up(self):
        self.controller = Controller(self.box, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def down(self):
        if self.controller:
            self.controller.stop()
            self.controller = None


@pytest.fixture
def server(settings):
    """A mail server on this machine, running, that the settings point at."""
    server = Server()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = "127.0.0.1", server.port, False, ""
    settings.DEFAULT_FROM_EMAIL = "klynge@post.example"
    server.up()
    yield server
    server.down()


def draft(number, *, address=None, key=None, **facts):
    words = {"subject": f"Kontingent nr. {number}: ærø, øl og åben dør", "paragraphs": ["Første linje med æøå."]}
    given = {"language": "da", "template": "outbox/mail/message", "context": words, "to_name": f"Læser {number}"} | facts
    return MailDraft(subject_key=key or f"test:{number}", to_address=f"r{number}@reader.example" if address is None else address, **given)


@pytest.fixture
def prepare(world):
    """Prepare mails to r1@, r2@ ... or the drafts given, as one batch."""

    def prepare(count=3, *, drafts=None, source_key="dues_run:7", actor=None):
        mails = drafts if drafts is not None else [draft(n, reference_on=world.today) for n in range(1, count + 1)]
        with scope(cluster=world.nordlys):
            return prepare_mails(
                world.nordlys,
                rule="billing.invoice",
                source_key=source_key,
                title="Kontingent 2027",
                mails=mails,
                actor=actor or world.astrid,
                at=world.noon,
            )

    return prepare


@pytest.fixture
def pdf():
    """A kind of attachment with every byte in it."""
    register("test.pdf", lambda data: AttachedFile(f"Faktura {data['id']}.pdf", PDF, "application/pdf"))
    return {"kind": "test.pdf", "id": 42}
