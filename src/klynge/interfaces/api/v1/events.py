"""Events, how full they are, and who comes; signing somebody up and off."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Query, Router
from pydantic import Field, StringConstraints

from klynge.core.errors import HouseError
from klynge.directory.models import Organisation
from klynge.events import actions
from klynge.events.models import Event, EventState, Registration, RegistrationState
from klynge.events.queries.attending import Attendee
from klynge.events.queries.listing import with_counts
from klynge.interfaces.api.paging import Page, Paging, page_of

from .doing import makes, reads, told
from .shapes import NO_NUL, Amount, BodyId, Given, Id, OrganisationRef, Schema, Text, Words, amount, both, ref

router = Router(tags=["Events"])
READ, WRITE = "events:read", "events:write"
Person = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=NO_NUL)]


class EventOut(Schema):
    """An event."""

    id: int
    slug: str
    title: Words
    lead: Words
    state: Literal[tuple(EventState.values)]
    starts_at: datetime
    ends_at: datetime
    place: str
    address: str
    capacity: int | None = Field(description="null: no limit.")
    taken: int = Field(description="Seats given or held by an offer.")
    waiting: int
    is_public: bool


class RegistrationOut(Schema):
    """Somebody who comes, waits, or gave the seat back."""

    id: int
    name: str
    email: str
    organisation: OrganisationRef | None
    party: int
    state: Literal[tuple(RegistrationState.values)]
    is_member: bool
    came: bool
    amount: Amount
    made_at: datetime


class EventFilter(Paging):
    """Which events."""

    state: Literal["coming", "past"] | None = None


class RegistrationIn(Given):
    """Somebody to sign up; the price and whether there is a seat follow from the event."""

    name: Person
    email: Text = Field(min_length=3)
    organisation: BodyId | None = None
    party: Annotated[int, Field(ge=1, le=100, strict=True)] = 1
    language: Literal["da", "en"] = "da"


def _said(now: datetime) -> Any:
    def said(rows: Sequence[Any]) -> list[EventOut]:
        names = ("slug", "starts_at", "ends_at", "place", "address", "capacity", "taken", "waiting", "is_public")
        return [
            EventOut(
                id=row.pk,
                title=both(row.title),
                lead=both(row.lead),
                state=row.state_at(now).value,
                **{name: getattr(row, name) for name in names},
            )
            for row in rows
        ]

    return said


def _people(currency: str) -> Any:
    def said(rows: Sequence[Any]) -> list[RegistrationOut]:
        return [
            RegistrationOut(
                id=row.pk, name=row.name, email=row.email, organisation=ref(row.organisation) if row.organisation else None, party=row.party,
                state=row.state.value, is_member=row.is_member, came=hasattr(row, "attendance"), amount=amount(row.amount_minor, currency), made_at=row.made_at,
            )
            for row in rows
        ]  # fmt: skip

    return said


def _visible(request: HttpRequest) -> Any:
    return with_counts(Event.objects.visible_to(request.actor))


def _registrations(request: HttpRequest, event: Event) -> Any:
    return Registration.objects.visible_to(request.actor).filter(event=event).select_related("organisation", "attendance", "cluster")


@reads(router, "", scope=READ, gives=Page[EventOut])
def list_events(request: HttpRequest, wanted: Query[EventFilter]) -> Any:
    """List the events, drafts too, in the order in which they were planned."""
    rows, now = _visible(request), timezone.now()
    if wanted.state:
        rows = rows.filter(**{"ends_at__gt" if wanted.state == "coming" else "ends_at__lte": now})
    return page_of(request, rows, wanted, said=_said(now))


@reads(router, "/{int:pk}", scope=READ, gives=EventOut)
def get_event(request: HttpRequest, pk: Path[Id]) -> Any:
    """Show one event."""
    return _said(timezone.now())([get_object_or_404(_visible(request), pk=pk)])[0]


@reads(router, "/{int:pk}/registrations", scope=READ, gives=Page[RegistrationOut])
def list_registrations(request: HttpRequest, pk: Path[Id], wanted: Query[Paging]) -> Any:
    """List who comes, waits, or gave the seat back, in the order of signing up."""
    event = get_object_or_404(_visible(request), pk=pk)
    return page_of(request, _registrations(request, event), wanted, said=_people(request.cluster.currency))


@makes(router, "/{int:pk}/registrations", scope=WRITE, gives=RegistrationOut)
def create_registration(request: HttpRequest, pk: Path[Id], given: RegistrationIn) -> Any:
    """Sign somebody up: a seat when there is one, else a place in the queue."""
    event = get_object_or_404(Event.objects.visible_to(request.actor).select_related("cluster"), pk=pk)
    company = get_object_or_404(Organisation.objects.visible_to(request.actor), pk=given.organisation) if given.organisation else None
    attendee = Attendee(name=given.name, email=given.email, organisation=company, party=given.party, language=given.language)
    try:
        made = actions.register_attendee(event, attendee=attendee, actor=request.actor, at=timezone.now())
    except HouseError as refusal:
        raise told(refusal) from refusal
    return 201, _people(request.cluster.currency)([get_object_or_404(_registrations(request, event), pk=made.pk)])[0]


@makes(router, "/{int:pk}/registrations/{int:registration}/cancellation", scope=WRITE, gives=RegistrationOut, status=200)
def cancel_registration(request: HttpRequest, pk: Path[Id], registration: Path[Id]) -> Any:
    """Sign somebody off; who waits moves up."""
    event = get_object_or_404(Event.objects.visible_to(request.actor), pk=pk)
    row = get_object_or_404(_registrations(request, event), pk=registration)
    try:
        actions.cancel_registration(row, actor=request.actor, at=timezone.now())
    except HouseError as refusal:
        raise told(refusal) from refusal
    return 200, _people(request.cluster.currency)([get_object_or_404(_registrations(request, event), pk=row.pk)])[0]
