"""Organisations: what a cluster knows of them, their size, and changing both."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Query, Router
from pydantic import Field

from klynge.core.clock import day_of
from klynge.core.errors import HouseError
from klynge.directory import actions
from klynge.directory.models import LegalForm, Listing, Metric, Organisation, OrganisationKind, SizeSource
from klynge.directory.queries.organisations import latest_sizes
from klynge.directory.queries.searching import search
from klynge.interfaces.api.paging import Page, Paging, page_of

from .doing import changes, makes, reads, refuse_if_changed, told
from .shapes import BodyId, Day, Given, Id, OrganisationRef, Schema, Search, Text, YesNo, ref

router = Router(tags=["Organisations"])
READ, WRITE = "organisations:read", "organisations:write"
FIELDS = ("trading_name", "cvr", "country", "street", "postcode", "town", "website", "phone", "gln", "buyer_reference", "industry_code")
Kind = Literal[tuple(OrganisationKind.values)]
Form = Literal[tuple(LegalForm.values)]


class Size(Schema):
    """A size as an interval: `low` = `high` when it is exact, no `high` when it is open above. FTE in hundredths, money in whole units."""

    metric: Literal[tuple(Metric.values)]
    low: int
    high: int | None
    as_of: date
    source: Literal[tuple(SizeSource.values)]
    is_confirmed: bool


class OrganisationOut(Schema):
    """An organisation in the shared registry, as your cluster lists it."""

    id: int
    name: str
    trading_name: str
    kind: Kind
    legal_form: Form
    country: str
    cvr: str = Field(description="The CVR number; abroad the national one.")
    industry_code: str
    street: str
    postcode: str
    town: str
    website: str
    phone: str
    gln: str
    buyer_reference: str
    founded_on: date | None
    dissolved_on: date | None
    is_advertising_protected: bool
    external_id: str = Field(description="The id in the program that it came from.")
    headcount: Size | None
    merged_into: OrganisationRef | None


class OrganisationFilter(Paging):
    """Which organisations."""

    q: Search | None = Field(None, description="Words that occur in name, number, town, people or addresses; slips are forgiven.")
    cvr: Search | None = None
    external_id: Search | None = None


class OrganisationChange(Given):
    """What is to be another way; what is left out stays."""

    name: Text = Field(default="", min_length=1)
    kind: Kind = "company"
    legal_form: Form = "OTHER"
    trading_name: Text = ""
    cvr: Text = ""
    country: Text = "DK"
    street: Text = ""
    postcode: Text = ""
    town: Text = ""
    website: Text = ""
    phone: Text = ""
    gln: Text = ""
    buyer_reference: Text = ""
    industry_code: Text = ""
    founded_on: Day | None = None
    is_advertising_protected: YesNo = False


class OrganisationIn(OrganisationChange):
    """A new organisation. One whose number the registry knows is listed as it stands there."""

    name: Text = Field(min_length=1)
    external_id: Text = ""


class SizeIn(Given):
    """How large the organisation is; a running membership year is not changed by it."""

    metric: Literal[tuple(Metric.values)] = "headcount"
    low: BodyId | Literal[0]
    high: BodyId | Literal[0] | None = Field(description="The same as `low` when exact, null when open above.")
    as_of: Day
    is_confirmed: YesNo = False


def of(request: HttpRequest, rows: Sequence[Any]) -> list[OrganisationOut]:
    """Show organisations; two queries more, however many."""
    sizes = latest_sizes([row.pk for row in rows], metric=Metric.HEADCOUNT, on_day=day_of(timezone.now()))
    return [_shown(row, sizes.get(row.pk)) for row in rows]


def _shown(row: Any, size: Any) -> OrganisationOut:
    listing = next(iter(row.own_listings), None)
    plain = {name: getattr(row, name) for name in (*FIELDS, "name", "kind", "legal_form", "founded_on", "dissolved_on")}
    return OrganisationOut(
        **plain,
        id=row.pk,
        is_advertising_protected=row.is_advertising_protected,
        external_id=listing.external_id if listing else "",
        headcount=_size(size.declaration) if size else None,
        merged_into=ref(row.merged_into) if row.merged_into else None,
    )


def _size(row: Any) -> Size:
    return Size(
        metric=row.metric, low=row.low, high=row.high, as_of=row.as_of, source=row.source, is_confirmed=row.confirmed_at is not None
    )


def visible(request: HttpRequest) -> Any:
    """Return the organisations that the asker may see, with what is shown of them."""
    own = Prefetch("listings", Listing.objects.filter(cluster=request.cluster), to_attr="own_listings")
    return Organisation.objects.visible_to(request.actor).select_related("merged_into").prefetch_related(own)


@reads(router, "", scope=READ, gives=Page[OrganisationOut])
def list_organisations(request: HttpRequest, wanted: Query[OrganisationFilter]) -> Any:
    """List the organisations that the cluster knows, in the order in which they came to the registry."""
    rows = visible(request)
    if wanted.q:
        rows = rows.filter(pk__in=list(search(Organisation.objects.visible_to(request.actor), wanted.q).values_list("pk", flat=True)))
    if wanted.cvr is not None:
        rows = rows.filter(cvr=wanted.cvr)
    if wanted.external_id is not None:
        rows = rows.filter(listings__cluster=request.cluster, listings__external_id=wanted.external_id)
    return page_of(request, rows, wanted, said=lambda found: of(request, found))


@reads(router, "/{pk}", scope=READ, gives=OrganisationOut)
def get_organisation(request: HttpRequest, pk: Path[Id]) -> Any:
    """Show one organisation."""
    return of(request, [get_object_or_404(visible(request), pk=pk)])[0]


@makes(router, "", scope=WRITE, gives=OrganisationOut)
def create_organisation(request: HttpRequest, given: OrganisationIn) -> Any:
    """Register an organisation, and list it in the cluster."""
    try:
        made = actions.register_organisation(
            request.cluster, **given.model_dump(exclude_unset=True), actor=request.actor, at=timezone.now()
        )
    except HouseError as refusal:
        raise told(refusal) from refusal
    return 201, of(request, [get_object_or_404(visible(request), pk=made.pk)])[0]


@changes(router, "/{pk}", scope=WRITE, gives=OrganisationOut)
def change_organisation(request: HttpRequest, pk: Path[Id], given: OrganisationChange) -> Any:
    """Change what is known of an organisation; with If-Match only if it still is as you read it."""
    with transaction.atomic():
        row = get_object_or_404(visible(request).select_for_update(of=("self",)), pk=pk)
        refuse_if_changed(request, of(request, [row])[0])
        try:
            actions.change_organisation(row, **given.model_dump(exclude_unset=True), actor=request.actor, at=timezone.now())
        except HouseError as refusal:
            raise told(refusal) from refusal
        return of(request, [get_object_or_404(visible(request), pk=pk)])[0]


@makes(router, "/{pk}/sizes", scope=WRITE, gives=Size)
def declare_size(request: HttpRequest, pk: Path[Id], given: SizeIn) -> Any:
    """Say how large an organisation is as of a day."""
    organisation = get_object_or_404(visible(request), pk=pk)
    try:
        made = actions.declare_size(organisation, **given.model_dump(), source=SizeSource.STAFF, actor=request.actor, at=timezone.now())
    except HouseError as refusal:
        raise told(refusal) from refusal
    return 201, _size(made)
