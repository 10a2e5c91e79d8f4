"""News on screen: the list, and one text as its readers will see it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from klynge.interfaces.wording.releases import article, article_of, photograph
from klynge.membership.queries.presenting import public_site
from klynge.publishing import policies
from klynge.publishing.models import Release, ReleaseKind, ReleaseState
from klynge.publishing.rules.pictures import WIDTHS

from .forms import PictureForm, PublishForm

PAGE_SIZE = 50
TONES = {
    ReleaseState.DRAFT: "neutral",
    ReleaseState.SCHEDULED: "accent",
    ReleaseState.PUBLISHED: "good",
    ReleaseState.WITHDRAWN: "warn",
}


@require_safe
def release_list(request: HttpRequest) -> HttpResponse:
    """Show every text with where it stands, the latest first."""
    now = timezone.now()
    page = Paginator(Release.objects.visible_to(request.actor).order_by("-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [{"release": release, **_state(release, now)} for release in page]
    context = {"page": page, "rows": rows, "may_write": policies.may_write(request.actor, request.cluster)}
    return render(request, "office/news/list.html", context)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one text as it will be read, and what can be done with it."""
    release, now = find(request, pk), timezone.now()
    language = request.GET.get("language") if request.GET.get("language") in ("da", "en") else (get_language() or "da")[:2]
    is_open = public_site(request.cluster.slug) is not None
    context = {
        "release": release,
        "article": article_of(release, language=language, at=now),
        "issuer": request.cluster,
        "language": language,
        "revisions": [(each, article(each.content, language=language, day=None)) for each in release.revisions.all()],
        "address": request.build_absolute_uri(_address(release)) if release.slug and is_open else "",
        "is_site_open": is_open,
        "publish_form": PublishForm(),
        "picture_form": PictureForm(),
        "may_write": policies.may_write(request.actor, request.cluster),
        **pictures(request, release),
        **_state(release, now),
    }
    return render(request, "office/news/detail.html", context)


@require_safe
def picture(request: HttpRequest, pk: int, width: int) -> FileResponse:
    """Show the picture, also of a draft."""
    return photograph(find(request, pk), width)


def find(request: HttpRequest, pk: int) -> Release:
    """Return the text, if the reader may see it."""
    return get_object_or_404(Release.objects.visible_to(request.actor).select_related("cluster"), pk=pk)


def pictures(request: HttpRequest, release: Release) -> dict[str, str]:
    """Return where the picture's files are, if there is one."""
    if not release.picture:
        return {}
    small, large = (reverse("office:news:picture", args=[request.cluster.slug, release.pk, width]) for width in WIDTHS)
    return {"picture_small": small, "picture_large": large}


def _address(release: Release) -> str:
    name = "page" if release.kind == ReleaseKind.PAGE else "article"
    return reverse(f"public:{name}", args=[release.cluster.slug, release.slug])


def _state(release: Release, now: Any) -> dict[str, Any]:
    state = release.state_at(now)
    return {"state": state.value, "state_label": state.label, "state_tone": TONES[state]}
