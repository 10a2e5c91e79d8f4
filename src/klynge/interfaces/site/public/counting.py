"""Counting views without knowing anybody; a visitor is counted only after a yes, and then by the day of the last visit alone."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from klynge.access.actor import Actor
from klynge.core.clock import day_of
from klynge.visits.actions import count_view
from klynge.visits.rules.reading import Visitor, is_person, visitor_of

COOKIE, NO = "klynge_counting", "no"  # "no", or the day of the last visit, as 2027-01-31
KEPT = 365 * 24 * 60 * 60  # seconds


def note(request: HttpRequest, response: HttpResponse, at: datetime) -> None:
    """Add a page that somebody has read to the sums of the day. Addresses with a person's own key in them are not counted."""
    match = request.resolver_match
    is_page = response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html")
    if request.method != "GET" or not is_page or "token" in match.kwargs or not is_person(request.headers.get("User-Agent", "")):
        return
    site = request.site
    visitor = _visitor(request, response, site, at)
    system = Actor.system("site", cluster_id=site.cluster.pk)
    count_view(site.cluster, page=request.path.removeprefix(f"/{site.place}/"), visitor=visitor, actor=system, at=at)


def _visitor(request: HttpRequest, response: HttpResponse, site: Any, at: datetime) -> Visitor | None:
    kept = request.COOKIES.get(COOKIE, "")
    if kept in ("", NO) or not site.is_asking:
        return None
    visitor = visitor_of(kept, on=day_of(at))
    if visitor.is_new_today:
        keep(response, site.place.slug, day_of(at).isoformat())
    return visitor


def keep(response: HttpResponse, slug: str, choice: str) -> HttpResponse:
    """Write the choice into the browser, for this cluster's site alone."""
    response.set_cookie(
        COOKIE, choice, max_age=KEPT, path=f"/{slug}/", secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
    return response
