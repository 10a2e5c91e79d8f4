"""Mails in files, folders of .eml, mboxes, or - for one on standard input."""

import mailbox
import sys
from collections.abc import Iterator
from pathlib import Path

from klynge.core.errors import Invalid


def mails_in(paths: list[str]) -> Iterator[bytes]:
    """Yield each mail as it came. Raises: Invalid for a path that is not there."""
    for name in paths:
        path = Path(name)
        if name == "-":
            yield sys.stdin.buffer.read()
        elif path.is_dir():
            for each in sorted(path.iterdir()):
                if each.is_file():
                    yield each.read_bytes()
        elif not path.exists():
            raise Invalid(f"There is no file {name}.", field="paths")
        elif path.read_bytes()[:5] == b"From ":
            yield from (bytes(each) for each in mailbox.mbox(name, create=False))
        else:
            yield path.read_bytes()
