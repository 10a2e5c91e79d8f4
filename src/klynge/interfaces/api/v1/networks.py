"""Focus networks and who sits in them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router

from klynge.interfaces.api.paging import Page, Paging, page_of
from klynge.networks.models import JoinPolicy, Network, Seat, SeatState, Visibility
from klynge.networks.queries.seating import with_counts

from .doing import reads
from .shapes import Id, OrganisationRef, Schema, Words, both, ref

router = Router(tags=["Networks"])
READ = "networks:read"


class NetworkOut(Schema):
    """A focus network."""

    id: int
    slug: str
    name: Words
    purpose: Words
    tags: list[str]
    visibility: Literal[tuple(Visibility.values)]
    join_policy: Literal[tuple(JoinPolicy.values)]
    seats: int | None
    taken: int
    waiting: int
    is_confidential: bool
    founded_on: date
    closed_on: date | None


class SeatOut(Schema):
    """A company's seat."""

    id: int
    organisation: OrganisationRef
    holder: str | None
    state: Literal[tuple(SeatState.values)]
    asked_at: datetime
    seated_at: datetime | None
    ended_at: datetime | None


def _said(rows: Sequence[Any]) -> list[NetworkOut]:
    names = ("slug", "tags", "visibility", "join_policy", "taken", "waiting", "is_confidential", "founded_on", "closed_on")
    return [
        NetworkOut(
            id=row.pk, name=both(row.name), purpose=both(row.purpose), seats=row.seats_most, **{name: getattr(row, name) for name in names}
        )
        for row in rows
    ]


def _seats(rows: Sequence[Any]) -> list[SeatOut]:
    return [
        SeatOut(
            id=row.pk, organisation=ref(row.organisation), holder=row.holder.name if row.holder else None, state=row.state.value, asked_at=row.asked_at,
            seated_at=row.seated_at, ended_at=row.ended_at,
        )
        for row in rows
    ]  # fmt: skip


@reads(router, "", scope=READ, gives=Page[NetworkOut])
def list_networks(request: HttpRequest, wanted: Query[Paging]) -> Any:
    """List the networks, closed ones too."""
    return page_of(request, with_counts(Network.objects.visible_to(request.actor)), wanted, said=_said)


@reads(router, "/{int:pk}/seats", scope=READ, gives=Page[SeatOut])
def list_seats(request: HttpRequest, pk: Path[Id], wanted: Query[Paging]) -> Any:
    """List who sits in a network, asks, waits, or has left."""
    network = get_object_or_404(Network.objects.visible_to(request.actor), pk=pk)
    rows = Seat.objects.visible_to(request.actor).filter(network=network).select_related("organisation", "holder")
    return page_of(request, rows, wanted, said=_seats)
