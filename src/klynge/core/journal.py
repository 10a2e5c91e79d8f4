"""Where changes are written down: the audit room hands in its writer, so that rooms beneath it can record, too."""

from collections.abc import Callable
from typing import Any

_writers: list[Callable[..., Any]] = []


def keep_with(writer: Callable[..., Any]) -> None:
    """Hand over the action that records an event (audit.actions.record)."""
    _writers[:] = [writer]


def record(actor: object, verb: str, subject: object, **facts: object) -> None:
    """Record who did what to which row, in the same transaction; takes what audit.actions.record takes."""
    _writers[0](actor, verb, subject, **facts)
