"""Memberships: who is a member, of what kind, since when and until when."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Query, Router
from pydantic import Field

from klynge.core.clock import day_of
from klynge.interfaces.api.paging import Page, Paging, page_of
from klynge.membership.models import EndReason, Membership
from klynge.membership.queries.memberships import with_reason, with_status, with_type
from klynge.membership.queries.standing import with_standing
from klynge.membership.queries.types import types_of

from .doing import reads
from .shapes import Day, Id, OrganisationRef, Schema, Search, Words, both, ref

router = Router(tags=["Memberships"])
Status = Literal["upcoming", "active", "leaving", "ended"]
Standing = Literal["nothing", "invoiced", "paid", "overdue", "suspended"]


class TypeOut(Schema):
    """A kind of member."""

    code: str
    name: Words
    votes: int
    is_free: bool


class MembershipOut(Schema):
    """One unbroken membership; joining again is another one, with the same number."""

    id: int
    member_no: int
    organisation: OrganisationRef
    type: str = Field(description="The code of the type today.")
    status: Status
    standing: Standing = Field(description="How the member stands with what it owes today.")
    joined_on: date
    left_on: date | None = Field(description="The first day no longer a member; null while nothing ends.")
    end_reason: Literal[tuple(EndReason.values)] | None
    is_founding: bool


class MembershipFilter(Paging):
    """Which memberships."""

    status: Status | None = None
    on: Day | None = Field(None, description="Those that hold on this day.")
    type: Search | None = None
    organisation: Id | None = None


def _visible(request: HttpRequest, day: date) -> Any:
    rows = with_standing(with_reason(with_type(with_status(Membership.objects.visible_to(request.actor), day), day)), day)
    return rows.select_related("organisation")


def _said(codes: dict[int, str], rows: Sequence[Any]) -> list[MembershipOut]:
    return [
        MembershipOut(
            id=row.pk,
            member_no=row.member_no,
            organisation=ref(row.organisation),
            type=codes[row.type_on_day_id],
            status=row.status_on_day,
            standing=row.standing_on_day,
            joined_on=row.during.lower,
            left_on=row.during.upper,
            end_reason=row.end_reason,
            is_founding=row.is_founding,
        )
        for row in rows
    ]


def _codes(request: HttpRequest) -> dict[int, str]:
    return dict(types_of(request.cluster).values_list("pk", "code"))


@reads(router, "", scope="memberships:read", gives=Page[MembershipOut])
def list_memberships(request: HttpRequest, wanted: Query[MembershipFilter]) -> Any:
    """List the memberships, ended ones too, in the order in which they were made."""
    rows, codes = _visible(request, day_of(timezone.now())), _codes(request)
    if wanted.status:
        rows = rows.filter(status_on_day=wanted.status)
    if wanted.on:
        rows = rows.active_on(wanted.on)
    if wanted.type is not None:
        rows = rows.filter(type_on_day_id__in=[pk for pk, code in codes.items() if code == wanted.type])
    if wanted.organisation is not None:
        rows = rows.filter(organisation_id=wanted.organisation)
    return page_of(request, rows, wanted, said=partial(_said, codes))


@reads(router, "/types", scope="memberships:read", gives=list[TypeOut])
def list_membership_types(request: HttpRequest) -> Any:
    """List the kinds of members."""
    return [TypeOut(code=row.code, name=both(row.name), votes=row.votes, is_free=row.is_free) for row in types_of(request.cluster)]


@reads(router, "/{int:pk}", scope="memberships:read", gives=MembershipOut)
def get_membership(request: HttpRequest, pk: Path[Id]) -> Any:
    """Show one membership."""
    row = get_object_or_404(_visible(request, day_of(timezone.now())), pk=pk)
    return _said(_codes(request), [row])[0]
