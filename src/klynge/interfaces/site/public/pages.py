"""Standing pages of the cluster's site."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from klynge.interfaces.wording.releases import article_of
from klynge.publishing.models import ReleaseKind
from klynge.publishing.queries.releases import release_at
from klynge.publishing.rules.pictures import WIDTHS

from .places import on_site
from .showing import show


@require_safe
@on_site
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one; of one that was withdrawn only that it was."""
    site, now = request.site, timezone.now()
    found = release_at(site.cluster, slug, at=now)
    if found is None or found.kind != ReleaseKind.PAGE:
        raise Http404
    if found.withdrawn_at:
        return show(request, "news_withdrawn", {"release": found}, kwargs={"slug": slug}, status=410)
    pictures = {}
    if found.picture:
        small, large = (reverse("public:news_picture", args=[site.place, slug, width]) for width in WIDTHS)
        pictures = {"picture_small": small, "picture_large": large}
    return show(request, "page", {"article": article_of(found, language=site.language, at=now), **pictures}, kwargs={"slug": slug})
