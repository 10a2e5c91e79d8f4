"""Two at once: what the database refuses because somebody else was first, said in words."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError

from .errors import Conflict


@contextmanager
def first_wins(constraint: str, sentence: str) -> Iterator[None]:
    """Turn a breach of the named constraint into a Conflict with the sentence; any other fault passes. The transaction is lost either way."""
    try:
        yield
    except IntegrityError as fault:
        diagnosis = getattr(fault.__cause__, "diag", None)
        if getattr(diagnosis, "constraint_name", None) != constraint:
            raise
        raise Conflict(sentence) from fault
