"""What every public page does alike: no cookie, no script, a stated language."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from klynge.publishing.queries.releases import public_pages

from .counting import COOKIE

MENU = ("front", "membership", "members")


def show(
    request: HttpRequest, page: str, context: dict[str, Any], *, kwargs: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Render a page of the site, with the address of the same page in the other language."""
    site, match = request.site, request.resolver_match
    rest = kwargs or {}
    given = {
        "site": site,
        "place": site.place,
        "here": match.url_name,
        "other_address": reverse(f"public:{match.url_name}", kwargs={"place": site.other, **rest}),
        "own_address": request.build_absolute_uri(request.path),
        "asks_consent": site.is_asking and COOKIE not in request.COOKIES and match.url_name != "counting",
        "pages": public_pages(site.cluster, at=timezone.now())[:12],
        **context,
    }
    return render(request, f"public/{page}.html", given, status=status)
