"""Press releases and news, as they stand on the site."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from klynge.interfaces.api.paging import Page, Paging, page_of
from klynge.publishing.queries.releases import public_releases

from .doing import reads
from .shapes import Schema, Words, both

router = Router(tags=["News"])


class ReleaseOut(Schema):
    """A release that everybody may read; texts are Markdown."""

    id: int
    slug: str
    headline: Words
    lead: Words
    body: Words
    published_at: datetime


def _said(rows: Sequence[Any]) -> list[ReleaseOut]:
    return [
        ReleaseOut(
            id=row.pk, slug=row.slug, headline=both(row.headline), lead=both(row.lead), body=both(row.body), published_at=row.published_at
        )
        for row in rows
    ]


@reads(router, "", scope="news:read", gives=Page[ReleaseOut])
def list_releases(request: HttpRequest, wanted: Query[Paging]) -> Any:
    """List what is published, the latest written first."""
    return page_of(request, public_releases(request.cluster, at=timezone.now()), wanted, said=_said, is_newest_first=True)
