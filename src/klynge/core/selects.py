"""A query handed from a higher room to a lower one, so that bulk verbs stay in the database."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Select:
    """SQL of one SELECT with its named parameters (``%(name)s``); the receiver says which columns it wants."""

    sql: str
    params: dict[str, Any] = field(default_factory=dict)
