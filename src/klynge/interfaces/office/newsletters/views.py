"""Editions on screen: the list, one with what came of it, what it looks like, who gets it."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from klynge.directory.models import Subscription
from klynge.engagement.models import Level
from klynge.newsletters import policies
from klynge.newsletters.models import Click, Edition, EditionReader
from klynge.newsletters.queries.edition_letters import content_of
from klynge.newsletters.queries.edition_readers import counts, figures

from .forms import ScheduleForm, TestForm

PAGE_SIZE = 50


@require_safe
def edition_list(request: HttpRequest) -> HttpResponse:
    """Show the editions, the latest first, and how many subscribers there are."""
    readers = EditionReader.objects.filter(edition=OuterRef("pk"), skipped="").order_by().values("edition")
    found = Edition.objects.visible_to(request.actor).filter(discarded_at__isnull=True)
    rows = found.annotate(
        got=Subquery(readers.annotate(n=Count("pk")).values("n")),
        went=Subquery(readers.filter(left_at__isnull=False).annotate(n=Count("pk")).values("n")),
    )
    subscribers = Subscription.objects.filter(cluster=request.cluster).aggregate(
        running=Count("pk", filter=Q(withdrawn_at__isnull=True)),
        bounced=Count("pk", filter=Q(withdrawn_at__isnull=True, bounced_at__isnull=False)),
    )
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "office/newsletters/list.html",
        {"page": page, "subscribers": subscribers, "may_write": policies.may_write(request.actor, request.cluster)},
    )


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one edition: what stands in it, who gets it, or what came of it."""
    edition, now = find(request, pk), timezone.now()
    judged = counts(edition, at=now) if edition.is_open else {}
    clicks = (
        Click.objects.filter(reader__edition=edition)
        .order_by()
        .values("url")
        .annotate(times=Count("pk"), people=Count("reader", distinct=True))
    )
    context = {
        "edition": edition, "parts": edition.parts.select_related("release", "event"), "readers": judged.get("", 0), "left_out": sum(judged.values()) - judged.get("", 0),
        "figures": figures(edition) if edition.released_at else None, "clicks": clicks.order_by("-times")[:20], "may_write": policies.may_write(request.actor, request.cluster),
        "schedule": ScheduleForm(), "test": TestForm(initial={"address": request.user.email, "language": request.cluster.locale}),
        "segment": edition.get_segment_display(), "levels": [Level(each).label for each in edition.levels],
    }  # fmt: skip
    return render(request, "office/newsletters/detail.html", context)


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the edition as a mail program does, in one language."""
    edition = find(request, pk)
    language = "en" if request.GET.get("language") == "en" else "da"
    with override(language):
        content = content_of(edition, language=language, site=request.build_absolute_uri("/").rstrip("/"))
        facts: dict[str, Any] = {**content, "cluster": request.cluster, "language": language, "unsubscribe": ""}
        return render(request, "office/newsletters/preview.html", {"edition": edition, "mail": facts, "mail_language": language})


@require_safe
def readers(request: HttpRequest, pk: int) -> HttpResponse:
    """Show to whom it went, and what each did with it."""
    edition = find(request, pk)
    rows = (
        EditionReader.objects.filter(edition=edition)
        .select_related("subscription__person")
        .annotate(followed=Count("clicks"))
        .order_by("pk")
    )
    words = request.GET.get("q", "").replace("\x00", "").strip()
    if words:
        rows = rows.filter(Q(subscription__address__icontains=words) | Q(subscription__name__icontains=words))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "office/newsletters/readers.html", {"edition": edition, "page": page, "words": words})


def find(request: HttpRequest, pk: int) -> Edition:
    """Return the edition; 404 for one of another cluster."""
    found: Edition = get_object_or_404(Edition.objects.visible_to(request.actor).select_related("cluster", "topic", "event"), pk=pk)
    return found
