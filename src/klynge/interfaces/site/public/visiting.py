"""What is counted on the site, said plainly, and the visitor's choice."""

from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from klynge.access.actor import Actor
from klynge.core.clock import day_of
from klynge.visits.actions import count_view
from klynge.visits.rules.reading import Visitor

from .counting import COOKIE, NO, keep
from .places import Site, on_site
from .showing import show


@csrf_exempt  # a token would itself be a cookie before the choice; the browser says where the form came from
@require_http_methods(["GET", "HEAD", "POST"])
@on_site
def choose(request: HttpRequest) -> HttpResponse:
    """Say what is counted; keep the visitor's choice."""
    site = request.site
    if request.method == "POST":
        if not _is_own_form(request):
            raise PermissionDenied
        return _answer(request, site)
    return show(request, "counting", {"choice": request.COOKIES.get(COOKIE, "")})


def _answer(request: HttpRequest, site: Site) -> HttpResponse:
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = redirect(back if safe and back.startswith(f"/{site.place.slug}/") else f"/{site.place}/")
    if request.POST.get("choice") != "yes" or not site.is_asking:
        return keep(response, site.place.slug, NO)
    today, system = day_of(timezone.now()), Actor.system("site", cluster_id=site.cluster.pk)
    count_view(
        site.cluster, page="counting/", visitor=Visitor(is_new_today=True, is_returning=False), actor=system, at=timezone.now()
    )  # fmt: skip
    return keep(response, site.place.slug, today.isoformat())


def _is_own_form(request: HttpRequest) -> bool:
    """Every browser of today sends one of the two; whoever sends neither is no browser with a cookie to misuse."""
    if fetched := request.headers.get("Sec-Fetch-Site", ""):
        return fetched in ("same-origin", "none")
    origin = request.headers.get("Origin", "")
    return not origin or urlsplit(origin).netloc == request.get_host()
