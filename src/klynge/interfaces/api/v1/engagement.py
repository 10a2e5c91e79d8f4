"""How engaged the members are, as last computed."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from klynge.engagement.models import Level, Score
from klynge.engagement.queries.lists import latest_computation
from klynge.interfaces.api.paging import Page, Paging, page_of

from .doing import reads
from .shapes import OrganisationRef, Schema, ref

router = Router(tags=["Engagement"])


class ScoreOut(Schema):
    """Where one member stands, in hundredths of points on both axes."""

    organisation: OrganisationRef
    level: Literal[tuple(Level.values)]
    contributes: int
    benefits: int
    last_on: date | None = Field(description="When it last took part in something that counts.")
    computed_on: date


class ScoreFilter(Paging):
    """Which members."""

    level: Literal[tuple(Level.values)] | None = None


def _said(rows: Sequence[Any]) -> list[ScoreOut]:
    names = ("level", "contributes", "benefits", "last_on", "computed_on")
    return [ScoreOut(organisation=ref(row.organisation), **{name: getattr(row, name) for name in names}) for row in rows]


@reads(router, "", scope="engagement:read", gives=Page[ScoreOut])
def list_scores(request: HttpRequest, wanted: Query[ScoreFilter]) -> Any:
    """List the members of the last computation; nothing before the first."""
    rows = (
        Score.objects.visible_to(request.actor)
        .filter(computation=latest_computation(request.cluster, actor=request.actor))
        .select_related("organisation")
    )
    if wanted.level:
        rows = rows.filter(level=wanted.level)
    return page_of(request, rows, wanted, said=_said)
