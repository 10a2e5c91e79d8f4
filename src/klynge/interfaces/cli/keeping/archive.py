"""The file of a backup: a plain tar with the database, the documents, the key of the links, and a list of them all."""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from klynge.core.errors import Invalid

LIST, DUMP, KEY, DOCUMENTS = "manifest.json", "database.dump", "secret.key", "media/"
FORM = 1  # of this file; a later program reads the earlier forms
BLOCK = 1 << 20  # bytes


@dataclass(frozen=True)
class Part:
    """One file in the archive."""

    name: str
    size: int  # bytes
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What is in the archive, and what the database held at that moment."""

    form: int
    made_at: str  # ISO 8601 with offset
    server: str  # PostgreSQL's version
    migrations: list[str]
    rows: dict[str, int]
    parts: list[Part]

    def to_json(self) -> bytes:
        """Write it as UTF-8 JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


def fingerprint(file: IO[bytes]) -> tuple[int, str]:
    """Return the size in bytes and the SHA-256 of what is left to read."""
    digest, size = hashlib.sha256(), 0
    while block := file.read(BLOCK):
        digest.update(block)
        size += len(block)
    return size, digest.hexdigest()


def part_of(name: str, path: Path) -> Part:
    """Describe a file as a part of the archive."""
    with path.open("rb") as file:
        return Part(name, *fingerprint(file))


def add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    """Put bytes into the archive."""
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    tar.addfile(member, io.BytesIO(content))


@contextmanager
def opened(path: Path) -> Iterator[tarfile.TarFile]:
    """Open a backup. Raises: Invalid when it is none; OSError."""
    try:
        with tarfile.open(path) as tar:
            yield tar
    except tarfile.TarError as fault:
        raise Invalid(f"{path} is not a whole backup of Klynge: {fault}. Take another copy.", field="file") from fault


def manifest_of(tar: tarfile.TarFile, path: Path) -> Manifest:
    """Read the list of what is in the archive. Raises: Invalid when there is none, or it is from a later program."""
    try:
        file = tar.extractfile(LIST)
        found = json.loads(file.read()) if file else None
    except (KeyError, ValueError):
        found = None
    if not found:
        raise Invalid(f"{path} has no list of contents, so it is no backup of Klynge.", field="file")
    if found["form"] > FORM:
        raise Invalid(f"{path} was made by a newer Klynge. Install that version first.", field="file")
    return Manifest(**{**found, "parts": [Part(**each) for each in found["parts"]]})


def faulty_parts(tar: tarfile.TarFile, manifest: Manifest) -> list[str]:
    """Return a sentence for each part that is missing or is not what it was, in the order of the list."""
    names, faults = set(tar.getnames()), []
    for part in manifest.parts:
        file = tar.extractfile(part.name) if part.name in names else None
        if file is None:
            faults.append(f"{part.name} is missing.")
        elif fingerprint(file) != (part.size, part.sha256):
            faults.append(f"{part.name} is not what it was when the backup was made.")
    return faults
