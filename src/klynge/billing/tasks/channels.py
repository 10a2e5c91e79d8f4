"""The ways that an e-invoice can leave: a folder that another program empties, or an access point over HTTP."""

from __future__ import annotations

import contextlib
import http.client
import os
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from klynge.billing.models import Channel
from klynge.billing.rules.einvoice.answers import SENT, WAITING, Answer, heard, understand

TIMEOUT = 30  # seconds
LARGEST_ANSWER = 64 * 1024
FAULTS = (OSError, http.client.HTTPException, ValueError)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A document ready to leave; the message id is the same at every try."""

    message_id: str
    cluster: str  # its slug
    name: str  # "2027-00042.xml"
    content: bytes
    content_type: str


class Way(Protocol):
    """A channel: hand a parcel over, and ask later what became of it. Neither raises; trouble is an answer too."""

    def send(self, parcel: Parcel) -> Answer:
        """Hand the parcel over; the same one twice must come to one document there."""

    def ask(self, remote: str) -> Answer:
        """Ask what became of what is kept at ``remote``."""


def current_channel() -> str:
    """Return where e-invoices go by the installation's settings."""
    return Channel.ACCESS_POINT if settings.EINVOICE_URL else Channel.FOLDER


def way(channel: str) -> Way:
    """Return the channel as the settings have it."""
    if channel == Channel.FOLDER:
        return Folder(Path(settings.EINVOICE_FOLDER))
    return AccessPoint(settings.EINVOICE_URL, settings.EINVOICE_TOKEN)


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder for each cluster; a file is there whole or not at all, and the same document again is the same file."""

    root: Path

    def send(self, parcel: Parcel) -> Answer:
        """Write the file beside its place and move it there."""
        target = self.root / parcel.cluster / parcel.name
        part = target.with_name(f".{parcel.name}.{parcel.message_id}.part")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                file.write(parcel.content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        except OSError as fault:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            return Answer(WAITING, _("%(path)s could not be written: %(why)s") % {"path": target, "why": fault.strerror or fault})
        return Answer(SENT, str(target), str(target))

    def ask(self, remote: str) -> Answer:
        """Say that nobody answers from a folder."""
        return Answer(SENT, remote, remote)


@dataclass(frozen=True, slots=True)
class AccessPoint:
    """A POST of the XML; the message id goes along as Idempotency-Key, so that a repetition is known as one."""

    url: str
    token: str

    def send(self, parcel: Parcel) -> Answer:
        """Post the document and understand what the access point says."""
        if not self.url:
            return Answer(WAITING, _("No access point is set up. Set KLYNGE_EINVOICE_URL, or send it to the folder."))
        headers = {"Content-Type": parcel.content_type, "Idempotency-Key": parcel.message_id}
        try:
            code, body, location = self._call(self.url, headers, parcel.content)
        except FAULTS as fault:
            return Answer(WAITING, _("The access point can't be reached: %s") % fault)
        return understand(code, body, location=self._own(location))

    def ask(self, remote: str) -> Answer:
        """Get the document's status, from the access point's own addresses only: the token goes nowhere else."""
        if not self._own(remote):
            return Answer(SENT, "", remote)
        try:
            code, body, _location = self._call(remote, {}, None)
        except FAULTS as fault:
            return Answer(SENT, str(fault), remote)
        return heard(code, body)

    def _own(self, location: str) -> str:
        address = urljoin(self.url, location) if location else ""
        return address if address and urlsplit(address)[:2] == urlsplit(self.url)[:2] else ""

    def _call(self, url: str, headers: dict[str, str], content: bytes | None) -> tuple[int, bytes, str]:
        if urlsplit(url).scheme not in ("http", "https"):
            raise ValueError(f"{url} is no web address")
        if self.token:
            headers = {**headers, "Authorization": f"Bearer {self.token}"}
        request = urllib.request.Request(url, data=content, headers={"Accept": "application/json", **headers})  # noqa: S310  # just looked at
        try:
            with _opener().open(request, timeout=TIMEOUT) as answer:
                return answer.status, answer.read(LARGEST_ANSWER), answer.headers.get("Location", "")
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read(LARGEST_ANSWER), refusal.headers.get("Location", "")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirected POST would become a GET, and the token would go elsewhere."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_NoRedirects)
