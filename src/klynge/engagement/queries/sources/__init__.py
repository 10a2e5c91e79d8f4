"""Where activities come from: one file for each room, each a query over what that room keeps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from klynge.access.models import Cluster
from klynge.core.selects import Select

from . import directory, events, matches, networks, newsletter, portal, programmes

Query = Callable[[Cluster], Select]


@dataclass(frozen=True, slots=True)
class Source:
    """A query of organisation_id, person_id, kind, happened_on, quantity (hundredths), occasion, saved_minor, source_key (stable, without #).

    A complete source yields everything that holds: what it does not yield any more is taken back. Others forget by design.
    """

    query: Query
    is_complete: bool = True


SOURCES: Mapping[str, Source] = {
    "directory": Source(directory.kept_facts),
    "events": Source(events.seats),
    "matches": Source(matches.found_each_other),
    "networks": Source(networks.meetings),
    "newsletter": Source(newsletter.received),
    "programmes": Source(programmes.worked),
    "portal": Source(portal.sign_in_days, is_complete=False),
}
BY_HAND = "by_hand"  # what the office notes itself
