"""People: how they are reached, where they work, what they are to the cluster."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from django.db.models import Prefetch
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Query, Router
from pydantic import Field

from klynge.core.clock import day_of
from klynge.core.errors import HouseError
from klynge.directory import actions
from klynge.directory.models import Affiliation, ContactRole, ContactRoleKind, Organisation, Person
from klynge.directory.queries.searching import search
from klynge.interfaces.api.paging import Page, Paging, page_of

from .doing import makes, reads, told
from .shapes import BodyId, Day, Given, Id, OrganisationRef, Schema, Search, Text, ref

router = Router(tags=["People"])
Language = Literal["da", "en"]
Role = Literal[tuple(ContactRoleKind.values)]


class Email(Schema):
    """An address."""

    address: str
    is_primary: bool


class Work(Schema):
    """Where a person works or worked; `ends_on` is the first day after, null while it lasts."""

    organisation: OrganisationRef
    title: str
    starts_on: date | None
    ends_on: date | None


class Held(Schema):
    """What the person is to the cluster on behalf of an organisation."""

    role: Role
    organisation: OrganisationRef
    starts_on: date | None
    ends_on: date | None


class PersonOut(Schema):
    """Somebody whom the cluster knows."""

    id: int
    name: str
    phone: str
    language: Language
    emails: list[Email]
    affiliations: list[Work]
    roles: list[Held]


class PersonFilter(Paging):
    """Which people."""

    q: Search | None = Field(None, description="Words that occur in name, addresses, phone or where they work.")
    email: Search | None = None
    organisation: Id | None = Field(None, description="Who works there, or worked.")


class PersonIn(Given):
    """Somebody at an organisation. Whoever has the address already is recognised, not made twice."""

    organisation: BodyId
    name: Text = Field(min_length=1)
    email: Text = ""
    phone: Text = ""
    title: Text = ""
    language: Language = "da"
    roles: list[Role] = Field(default_factory=list, max_length=10)
    from_on: Day | None = Field(None, description="From which day; today when left out.")


def _shown(row: Any) -> PersonOut:
    return PersonOut(
        id=row.pk,
        name=row.name,
        phone=row.phone,
        language=row.language,
        emails=[Email(address=each.address, is_primary=each.is_primary) for each in sorted(row.emails.all(), key=lambda each: each.pk)],
        affiliations=[
            Work(organisation=ref(each.organisation), title=each.title, starts_on=each.during.lower, ends_on=each.during.upper)
            for each in row.known_work
        ],
        roles=[
            Held(role=each.kind, organisation=ref(each.organisation), starts_on=each.during.lower, ends_on=each.during.upper)
            for each in row.own_roles
        ],
    )


def _visible(request: HttpRequest) -> Any:
    here = {"cluster": request.cluster}
    works = (
        Affiliation.objects.filter(organisation__listings__cluster=request.cluster).select_related("organisation").order_by("-during", "pk")
    )
    roles = ContactRole.objects.filter(**here).select_related("organisation").order_by("-during", "pk")
    return Person.objects.visible_to(request.actor).prefetch_related(
        "emails", Prefetch("affiliations", works, to_attr="known_work"), Prefetch("contact_roles", roles, to_attr="own_roles")
    )


def _said(rows: Sequence[Any]) -> list[PersonOut]:
    return [_shown(row) for row in rows]


@reads(router, "", scope="people:read", gives=Page[PersonOut])
def list_people(request: HttpRequest, wanted: Query[PersonFilter]) -> Any:
    """List the people whom the cluster knows."""
    rows = _visible(request)
    if wanted.q:
        rows = rows.filter(pk__in=list(search(Person.objects.visible_to(request.actor), wanted.q).values_list("pk", flat=True)))
    if wanted.email is not None:
        rows = rows.filter(emails__address__iexact=wanted.email)
    if wanted.organisation is not None:
        known = Organisation.objects.visible_to(request.actor).filter(pk=wanted.organisation)
        rows = rows.filter(pk__in=Affiliation.objects.filter(organisation__in=known).values("person"))
    return page_of(request, rows, wanted, said=_said)


@reads(router, "/{pk}", scope="people:read", gives=PersonOut)
def get_person(request: HttpRequest, pk: Path[Id]) -> Any:
    """Show one person."""
    return _shown(get_object_or_404(_visible(request), pk=pk))


@makes(router, "", scope="people:write", gives=PersonOut)
def create_person(request: HttpRequest, given: PersonIn) -> Any:
    """Add somebody at an organisation, with what the person is to the cluster there."""
    organisation, at = get_object_or_404(Organisation.objects.visible_to(request.actor), pk=given.organisation), timezone.now()
    facts = {"kinds": given.roles, "from_on": given.from_on or day_of(at)}
    try:
        made = actions.add_contact(
            request.cluster, organisation=organisation, name=given.name, email=given.email, phone=given.phone, title=given.title,
            language=given.language, **facts, actor=request.actor, at=at,
        )  # fmt: skip
    except HouseError as refusal:
        raise told(refusal, {"kinds": "roles"}) from refusal
    return 201, _shown(get_object_or_404(_visible(request), pk=made.pk))
