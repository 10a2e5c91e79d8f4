"""What was done, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from klynge.audit.models import AuditEvent

from .verbs import VERBS

__all__ = ["VERBS", "Change", "changes", "sentence"]
MAX_SHOWN = 300  # characters of one value


class _Facts(dict[str, Any]):
    """A fact that an older event does not have is a dash, never a fault."""

    def __missing__(self, key: str) -> str:
        return "–"


def sentence(event: AuditEvent) -> str:
    """Return the event as a sentence in the reader's language; an unknown verb stands for itself."""
    if (words := VERBS.get(event.verb)) is None:
        return f"{event.actor_name}: {event.verb} ({event.subject_label})"
    return str(words) % _Facts(event.details, actor=event.actor_name, subject=event.subject_label)


@dataclass(frozen=True, slots=True)
class Change:
    """One fact of an event: what it was and what it became; a fact that has no before has "" there."""

    name: str
    before: str
    after: str


def changes(event: AuditEvent) -> list[Change]:
    """Return the event's details as readable rows: what changed (from ``before`` and ``after``) first, then the rest."""
    details: dict[str, Any] = dict(event.details)
    before, after = details.pop("before", None), details.pop("after", None)
    rows = []
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        keys = [*before, *(key for key in after if key not in before)]
        rows = [Change(key, _shown(before.get(key)), _shown(after.get(key))) for key in keys if before.get(key) != after.get(key)]
    elif before is not None or after is not None:
        rows = [Change("", _shown(before), _shown(after))]
    return rows + [Change(key, "", _shown(value)) for key, value in details.items()]


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = "; ".join(_flat(value)) if isinstance(value, Mapping | list) else str(value)
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"


def _flat(value: Mapping[str, Any] | list[Any]) -> Iterator[str]:
    pairs = value.items() if isinstance(value, Mapping) else ((None, item) for item in value)
    for key, item in pairs:
        yield f"{key}: {_shown(item)}" if key is not None else _shown(item)
