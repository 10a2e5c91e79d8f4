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
_loaders: dict[str, Loader] = {}


def register(kind: str, loader: Loader) -> None:
    """Say how attachments of a kind are made; the loader gets the mail's ``attachment`` data, inside the cluster's scope."""
    _loaders[kind] = loader


def load(attachment: Mapping[str, Any]) -> list[AttachedFile]:
    """Return the documents that the data names: none for empty data. Raises: LookupError for a kind that nobody registered."""
    if not attachment:
        return []
    if (kind := attachment.get("kind")) not in _loaders:
        raise LookupError(f"No room makes attachments of the kind {kind!r}.")
    return [_loaders[kind](attachment)]
