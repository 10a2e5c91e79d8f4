"""Asking the company register for one company: Virk's service, cvrapi.dk, or an extract on this machine."""

from __future__ import annotations

import base64
import http.client
import json
import logging
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from klynge.directory.rules.register_records import RegisterRecord, from_cvrapi, from_virk, query_for

TIMEOUT = 5  # seconds: somebody waits for the page
LARGEST_ANSWER = 4 * 1024 * 1024
FAULTS = (OSError, http.client.HTTPException, ValueError)
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LookUp:
    """What came of it: a record, or nothing with a sentence that says why."""

    record: RegisterRecord | None
    problem: str = ""


class Register(Protocol):
    """A way to the register."""

    def find(self, cvr: str) -> RegisterRecord | None:
        """Return the company of the number, None when there is none. Raises: one of FAULTS."""


def look_up(cvr: str) -> LookUp:
    """Ask the register that the settings name for a number of eight digits; trouble is told, never raised, for the form works without."""
    register = _register()
    if register is None:
        return LookUp(None, _("The company register is not connected here. Fill the form in yourself."))
    try:
        found = register.find(cvr)
    except FAULTS as fault:
        logger.warning("The register did not answer for %s: %s", cvr, fault)
        return LookUp(None, _("The company register does not answer just now. Fill the form in yourself."))
    return LookUp(found, "" if found else _("The company register knows no company with the number %s.") % cvr)


def _register() -> Register | None:
    source = settings.CVR_SOURCE
    if not source:
        return None
    if source == "virk":
        return Virk(settings.CVR_URL, settings.CVR_USER, settings.CVR_PASSWORD)
    if source == "cvrapi":
        return CvrApi(settings.CVR_URL, settings.CVR_CONTACT)
    return Extract(Path(source))


@dataclass(frozen=True, slots=True)
class Virk:
    """The distribution service: one POST with a filter of fields, so that nobody's home address ever leaves it."""

    url: str
    user: str
    password: str

    def find(self, cvr: str) -> RegisterRecord | None:
        """Ask with HTTP Basic."""
        token = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        headers = {"Content-Type": "application/json", "Authorization": f"Basic {token}"}
        return from_virk(_answer(urllib.request.Request(self.url, json.dumps(query_for(cvr)).encode(), headers)))  # noqa: S310


@dataclass(frozen=True, slots=True)
class CvrApi:
    """cvrapi.dk: a GET that names who asks; refusals come with status 200."""

    url: str
    contact: str

    def find(self, cvr: str) -> RegisterRecord | None:
        """Ask for the one number."""
        address = f"{self.url}?{urlencode({'vat': cvr, 'country': 'dk'})}"
        return from_cvrapi(_answer(urllib.request.Request(address, headers={"User-Agent": f"Klynge - {self.contact}"})))  # noqa: S310


@dataclass(frozen=True, slots=True)
class Extract:
    """A file with one record of the register on each line, as JSON."""

    file: Path

    def find(self, cvr: str) -> RegisterRecord | None:
        """Read the file line by line until the number comes."""
        wanted = f'"cvrNummer":{int(cvr)}'
        with self.file.open(encoding="utf-8") as lines:
            for line in lines:
                if wanted in line.replace(" ", "") and (found := from_virk(json.loads(line))) and found.cvr == cvr:
                    return found
        return None


def _answer(request: urllib.request.Request) -> dict[str, Any]:
    if not request.full_url.startswith(("http://", "https://")):
        raise ValueError(f"{request.full_url} is not an address of the web")
    with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310 - checked above
        content = response.read(LARGEST_ANSWER + 1)
    if len(content) > LARGEST_ANSWER:
        raise ValueError("the answer is too large")
    answer = json.loads(content)
    if not isinstance(answer, dict):
        raise ValueError("the answer is no object")  # noqa: TRY004 - it is an answer that makes no sense, whatever its type
    return answer
