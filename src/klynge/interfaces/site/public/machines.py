"""For search engines: which pages there are, and which are not for them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_scopes import scope

from klynge.core.clock import day_of
from klynge.membership.queries.presenting import public_sites
from klynge.membership.queries.public_members import public_profile_ids
from klynge.publishing.queries.releases import public_pages, public_releases

from .places import Place

RULES = "User-agent: *\nDisallow: /office/\nDisallow: /portal/\nDisallow: /account/\nDisallow: /invitation/\nDisallow: /unsubscribe/\n"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Say what is not for machines, and where the sitemap is."""
    return HttpResponse(f"{RULES}Sitemap: {request.build_absolute_uri(reverse('sitemap'))}\n", content_type="text/plain")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page in both languages."""
    today, addresses = day_of(timezone.now()), []
    for found in public_sites():
        with scope(cluster=found.cluster):
            profiles = public_profile_ids(found.cluster, on=today)
            slugs = list(public_releases(found.cluster, at=timezone.now()).values_list("slug", flat=True))
            pages = list(public_pages(found.cluster, at=timezone.now()).values_list("slug", flat=True))
        other = "en" if found.cluster.locale == "da" else "da"
        for place in (Place(found.cluster.slug), Place(found.cluster.slug, other)):
            addresses += [
                reverse(f"public:{name}", args=[place])
                for name in ("front", "membership", "members", "events", "networks", "opportunities", "calls", "news", "join")
            ]
            addresses += [reverse("public:profile", args=[place, pk]) for pk in profiles]
            addresses += [reverse("public:page", args=[place, slug]) for slug in pages]
            addresses += [reverse("public:article", args=[place, slug]) for slug in slugs]
    pages = [request.build_absolute_uri(address) for address in addresses]
    return render(request, "public/sitemap.xml", {"pages": pages}, content_type="application/xml")
