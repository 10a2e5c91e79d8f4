"""What stands on somebody's ticket: a short code that nobody can make up, as text and as a QR code."""

from __future__ import annotations

import io

import segno
from django.utils.crypto import constant_time_compare, salted_hmac

from klynge.access.models import Cluster
from klynge.events.models import Registration

SALT = "klynge.events.ticket"
SIGNS = 16  # hexadecimal digits: 64 bits, and a wrong one is never told from none


def ticket_code(registration: Registration) -> str:
    """Return the registration's code: its number, a dash, and the proof that we wrote it."""
    return f"{registration.pk}-{_proof(registration.cluster_id, registration.pk)}"


def registration_of_code(code: str, *, cluster: Cluster) -> Registration | None:
    """Return the registration whose ticket this is, or None where the code is not one of the cluster's."""
    number, _dash, proof = code.strip().partition("-")
    if not (
        number.isascii() and number.isdigit() and len(number) < 19 and constant_time_compare(proof.upper(), _proof(cluster.pk, int(number)))
    ):
        return None
    found: Registration | None = (
        Registration.objects.filter(cluster=cluster, pk=number).select_related("event", "organisation", "cluster", "attendance").first()
    )
    return found


def qr_svg(text: str) -> str:
    """Return a QR code of the text as SVG to stand inside a page; a phone's own camera reads it. Source: ISO/IEC 18004."""
    made = io.BytesIO()
    segno.make(text, error="m").save(
        made, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=2, light="white", svgclass="qr", lineclass=None
    )
    return made.getvalue().decode()


def qr_rows(text: str) -> list[str]:
    """Return a QR code of the text as rows of 0 and 1, without a border."""
    return ["".join("1" if dot else "0" for dot in row) for row in segno.make(text, error="m", micro=False).matrix]


def _proof(cluster_id: int, pk: int) -> str:
    return salted_hmac(SALT, f"{cluster_id}.{pk}", algorithm="sha256").hexdigest()[:SIGNS].upper()
