"""What a file says about one organisation, ready to be written down with many others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class ContactEntry:
    """A contact by role; ``email`` may be blank, then the name decides who it is."""

    role: str  # ContactRoleKind
    name: str
    email: str = ""
    phone: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class SizeEntry:
    """A size: low = high when exact, no high when open above."""

    metric: str
    low: int
    high: int | None
    as_of: date


@dataclass(frozen=True, slots=True)
class OrganisationEntry:
    """One organisation: new without an id; ``facts`` hold only what is to be set."""

    organisation_id: int | None
    facts: Mapping[str, Any]
    external_id: str = ""
    contacts: tuple[ContactEntry, ...] = ()
    sizes: tuple[SizeEntry, ...] = ()
    contacts_from: date | None = None
    before: Mapping[str, str] = field(default_factory=dict)  # the facts as they were, for the record
