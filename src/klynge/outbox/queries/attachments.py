"""Attachments by kind: rooms above register how theirs is made, in their AppConfig.ready."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A document that travels with a mail."""

    name: str
    content: bytes
    content_type: str  # "application/pdf"


Loader = Callable[[Mapping[str, Any]], AttachedFile]
Companion = Callable[[Mapping[str, Any]], AttachedFile | None]
_loaders: dict[str, Loader] = {}
_companions: dict[str, list[Companion]] = {}


def register(kind: str, loader: Loader) -> None:
    """Say how attachments of a kind are made; the loader gets the mail's ``attachment`` data, inside the cluster's scope."""
    _loaders[kind] = loader


def register_companion(kind: str, companion: Companion) -> None:
    """Let a room further up send a document of its own along with attachments of a kind; None where there is none to send."""
    _companions.setdefault(kind, []).append(companion)


def load(attachment: Mapping[str, Any]) -> list[AttachedFile]:
    """Return the documents that the data names: none for empty data. Raises: LookupError for a kind that nobody registered."""
    if not attachment:
        return []
    if (kind := attachment.get("kind")) not in _loaders:
        raise LookupError(f"No room makes attachments of the kind {kind!r}.")
    along = (companion(attachment) for companion in _companions.get(kind, []))
    return [_loaders[kind](attachment), *filter(None, along)]
