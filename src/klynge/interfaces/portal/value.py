"""What the membership gave the company: counted from what its people took part in."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from klynge.core.clock import day_of
from klynge.engagement.queries.lists import own_activities, value_of, year_before
from klynge.engagement.queries.statement import file_name, statement_pdf

from .showing import show

PAGE_SIZE = 30


@require_safe
def value(request: HttpRequest) -> HttpResponse:
    """Show the last twelve months, with each thing that was counted."""
    first, end = year_before(day_of(timezone.now()))
    organisation = request.desk.organisation
    rows = own_activities(organisation, actor=request.actor, first=first, end=end)
    context = {
        "given": value_of(organisation, cluster=request.cluster, first=first, end=end),
        "first": first,
        "end": end,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return show(request, "value", context)


@require_safe
def statement(request: HttpRequest) -> HttpResponse:
    """Hand the same out as a PDF, for the company's own files and its management."""
    on, language, organisation = day_of(timezone.now()), request.LANGUAGE_CODE[:2], request.desk.organisation
    if not own_activities(organisation, actor=request.actor, first=year_before(on)[0], end=on).exists():
        raise Http404
    content = statement_pdf(organisation, cluster=request.cluster, on=on, language=language)
    headers = {"Content-Disposition": f'inline; filename="{file_name(on, language)}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
