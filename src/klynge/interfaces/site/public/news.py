"""What the cluster has published: the list, one text, and the feed."""

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from klynge.interfaces.wording.releases import article_of, photograph
from klynge.publishing.models import Release, ReleaseKind
from klynge.publishing.queries.releases import public_releases, release_at
from klynge.publishing.rules.pictures import WIDTHS

from .linked_data import article_data
from .places import on_site
from .showing import show

PAGE_SIZE, IN_FEED = 20, 20


@require_safe
@on_site
def news(request: HttpRequest) -> HttpResponse:
    """List everything that is public, the latest first."""
    site, now = request.site, timezone.now()
    page = Paginator(public_releases(site.cluster, at=now), PAGE_SIZE).get_page(request.GET.get("page"))
    articles = [article_of(release, language=site.language, at=now) for release in page]
    return show(request, "news", {"page": page, "articles": articles})


@require_safe
@on_site
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one text; of one that was withdrawn only that it was."""
    site, now = request.site, timezone.now()
    found = release_at(site.cluster, slug, at=now)
    if found is None:
        raise Http404
    if found.kind == ReleaseKind.PAGE:
        return redirect("public:page", site.place, slug, permanent=True)
    if found.withdrawn_at:
        return show(request, "news_withdrawn", {"release": found}, kwargs={"slug": slug}, status=410)
    shown = article_of(found, language=site.language, at=now)
    pictures = {}
    if found.picture:
        small, large = (reverse("public:news_picture", args=[site.place, slug, width]) for width in WIDTHS)
        pictures = {"picture_small": small, "picture_large": large, "picture_address": request.build_absolute_uri(large)}
    linked = article_data(
        shown.headline, request.build_absolute_uri(request.path), datePublished=found.published_at.isoformat(), dateModified=found.changed_at.isoformat(),
        description=shown.lead, image=pictures.get("picture_address", ""), publisher={"@type": "Organization", "name": site.cluster.name},
    )  # fmt: skip
    return show(request, "article", {"article": shown, "issuer": site.cluster, "linked": linked, **pictures}, kwargs={"slug": slug})


@require_safe
@on_site
def picture(request: HttpRequest, slug: str, width: int) -> FileResponse:
    """Show the picture of a public text."""
    found = get_object_or_404(Release.objects.filter(cluster=request.site.cluster).public_at(timezone.now()), slug=slug)
    return photograph(found, width)


@require_safe
@on_site
def feed(request: HttpRequest) -> HttpResponse:
    """Hand out the latest as RSS."""
    site, now = request.site, timezone.now()
    title = _("News from %s") % site.cluster.name
    address = request.build_absolute_uri(reverse("public:news", args=[site.place]))
    made = Rss201rev2Feed(title, address, title, language=site.language, feed_url=request.build_absolute_uri(request.path))
    latest: list[Release] = list(public_releases(site.cluster, at=now)[:IN_FEED])
    for release in latest:
        shown = article_of(release, language=site.language, at=now)
        link = request.build_absolute_uri(reverse("public:article", args=[site.place, release.slug]))
        made.add_item(shown.headline, link, shown.lead, unique_id=link, pubdate=release.published_at, updateddate=release.changed_at)
    return HttpResponse(made.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")
