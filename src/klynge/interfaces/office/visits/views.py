"""How the public site is read: a picture, the pages, and whether visitors are asked."""

from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from klynge.core.clock import day_of
from klynge.visits import actions, policies
from klynge.visits.queries.reading import is_asking, pages_read, reading_of

PAGE_SIZE = 50
# the key in the address: days back, what one bar is, its name
SPANS = {
    "month": (30, "day", gettext_lazy("30 days")),
    "quarter": (91, "week", gettext_lazy("3 months")),
    "year": (365, "month", gettext_lazy("12 months")),
}


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the sums of a span of days until today."""
    key = request.GET.get("span") if request.GET.get("span") in SPANS else "month"
    days, step, _name = SPANS[key]
    last = day_of(timezone.now())
    first = last - timedelta(days=days - 1)
    reading = reading_of(request.cluster, first=first, last=last, step=step, actor=request.actor)
    context = {
        "reading": reading,
        "page": Paginator(pages_read(first=first, last=last, actor=request.actor), PAGE_SIZE).get_page(request.GET.get("page")),
        "series": [(_bar(day, step), views) for day, views in reading.series],
        "spans": [(code, name, code == key) for code, (_days, _step, name) in SPANS.items()],
        "site_root": f"/{request.cluster.slug}/",
        "is_asking": is_asking(),
        "may_choose": policies.may_choose(request.actor, request.cluster),
    }
    return render(request, "office/visits/list.html", context)


@require_POST
def choose_asking(request: HttpRequest) -> HttpResponse:
    """Let the site ask its visitors, or ask no longer."""
    if not policies.may_choose(request.actor, request.cluster):
        raise PermissionDenied
    is_asked = request.POST.get("is_asked") == "yes"
    actions.choose_asking(request.cluster, is_asked=is_asked, actor=request.actor, at=timezone.now())
    messages.success(request, _("The site now asks its visitors.") if is_asked else _("The site no longer asks, and counts pages only."))
    return redirect("office:visits:list", request.cluster.slug)


def _bar(day: date, step: str) -> str:
    return date_format(day, "M y" if step == "month" else "j/n")
