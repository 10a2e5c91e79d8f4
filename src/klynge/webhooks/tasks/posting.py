"""Post to an address outside: never to one inside our own network, never further than where it was meant to go."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from klynge.webhooks.actions.send_delivery import Answer

TIMEOUT, LARGEST = 10, 2_000  # seconds; bytes of an answer that are looked at
FAULTS = (OSError, ssl.SSLError, http.client.HTTPException, ValueError, UnicodeError)


def post(url: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """Post the body; a redirect is an answer like any other, and is not followed."""
    began = time.monotonic()
    try:
        status, said = _post(url, {"Content-Type": "application/json", "User-Agent": "Klynge", **headers}, body)
    except FAULTS as fault:
        status, said = None, str(fault) or type(fault).__name__
    return Answer(status, said, int((time.monotonic() - began) * 1000))


def _post(url: str, headers: Mapping[str, str], body: bytes) -> tuple[int, str]:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    address = _looked_up(host, port)
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        connection = http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
    else:
        connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    # The very address that was looked at is called: asked a second time, a name may lead elsewhere.
    connection._create_connection = lambda _where, timeout, _source: socket.create_connection((address, port), timeout)  # type: ignore[attr-defined]
    try:
        connection.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.read(LARGEST).decode("utf-8", "replace").strip()[:300]
    finally:
        connection.close()


def _looked_up(host: str, port: int) -> str:
    """Return an address of the host. Raises: ValueError for one that is not on the public internet; OSError."""
    found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not settings.WEBHOOKS_PRIVATE and not all(ipaddress.ip_address(each.partition("%")[0]).is_global for each in found):
        raise ValueError(_("%s leads into a private network, where Klynge sends nothing.") % host)
    return found[0]
