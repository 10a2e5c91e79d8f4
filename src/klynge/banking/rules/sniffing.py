"""Tell what a file from the bank is by its first bytes, and read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from .camt import read_camt
from .lines import Heading, Line, Unreadable
from .spreadsheets import read_csv
from .swift import read_mt940

HEAD = 4096
LARGEST_TEXT = 50 * 2**20  # bytes of a CSV or MT940 file; XML is read as a stream
FOREIGN = {b"%PDF": "PDF", b"PK\x03\x04": "XLSX/ZIP", b"\xd0\xcf\x11\xe0": "XLS", b"\x1f\x8b": "GZIP", b"\x89PNG": "PNG"}


def format_of(head: bytes) -> str:
    """Return camt.053, camt.054, mt940 or csv. Raises: Unreadable for anything else."""
    for magic, name in FOREIGN.items():
        if head.startswith(magic):
            raise Unreadable("foreign", value=name)
    if not head.strip():
        raise Unreadable("empty")
    bare = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\x00", b"")
    if bare.startswith(b"<"):
        return "camt.054" if b"Ntfctn" in bare or b"camt.054" in bare else "camt.053"
    return "mt940" if b":20:" in bare[:400] else "csv"


def read(source: IO[bytes], *, currency: str) -> Iterator[Heading | Line]:
    """Yield headings and lines of a file at its beginning. Raises: Unreadable."""
    head = source.read(HEAD)
    source.seek(0)
    kind = format_of(head)
    if kind.startswith("camt"):
        yield from read_camt(source)
        return
    content = source.read(LARGEST_TEXT + 1)
    if len(content) > LARGEST_TEXT:
        raise Unreadable("too_large")
    yield from read_mt940(content) if kind == "mt940" else read_csv(content, currency=currency)
