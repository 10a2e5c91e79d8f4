"""News and press releases as readers see them, on the site and in the office's preview."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils.safestring import SafeString

from klynge.core.clock import day_of
from klynge.core.texts import in_language
from klynge.publishing.models import Release, ReleaseKind
from klynge.publishing.queries.rendering import rendered
from klynge.publishing.rules.pictures import WIDTHS


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said, and who that is."""

    text: str
    by: str  # "Henrik Stærmose, direktør, Neogrid"


@dataclass(frozen=True, slots=True)
class Article:
    """One text in one language, ready to be shown."""

    is_press: bool
    is_page: bool
    headline: str
    lead: str
    html: SafeString
    quotes: list[Quote]
    caption: str
    alt: str
    town: str
    day: date | None
    contact: dict[str, str]
    release: Release | None


def article(content: Mapping[str, Any], *, language: str, day: date | None, release: Release | None = None) -> Article:
    """Put a text together from what the form or the row holds; what is missing in a language is taken from the other."""
    quotes = [
        Quote(in_language(quote["text"], language), ", ".join(filter(None, (quote["person"], quote["title"], quote["organisation"]))))
        for quote in content.get("quotes", [])
    ]
    said = {name: in_language(content.get(name), language) for name in ("headline", "lead", "body", "caption", "alt")}
    contact = {name: content.get(f"contact_{name}", "") for name in ("name", "title", "email", "phone")}
    return Article(
        is_press=content.get("kind") == ReleaseKind.PRESS, is_page=content.get("kind") == ReleaseKind.PAGE, html=rendered(said.pop("body")), quotes=quotes, town=content.get("town", ""),
        day=content.get("dated_on") or day, contact=contact if contact["name"] else {}, release=release, **said,
    )  # fmt: skip


def article_of(release: Release, *, language: str, at: datetime) -> Article:
    """Return a stored text as its readers see it."""
    content = {field.name: getattr(release, field.name) for field in Release._meta.concrete_fields if not field.is_relation}
    return article(content, language=language, day=day_of(release.published_at or at), release=release)


def photograph(release: Release, width: int) -> FileResponse:
    """Hand over the picture in one of its widths. Raises: Http404 when there is none, or it can't be read."""
    if not release.picture or width not in WIDTHS:
        raise Http404
    try:
        stream = default_storage.open(f"{release.picture}-{width}.webp")
    except OSError as fault:
        raise Http404 from fault
    return FileResponse(stream, content_type="image/webp", headers={"Cache-Control": "public, max-age=86400"})
