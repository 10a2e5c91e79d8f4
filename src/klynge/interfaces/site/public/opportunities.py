"""What members offer and look for, as far as everybody may read it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from klynge.core.clock import day_of
from klynge.interfaces.wording.matching import themes_of
from klynge.matchmaking.models import Agreement
from klynge.matchmaking.queries.opportunities import public_opportunities

from .places import on_site
from .showing import show

PAGE_SIZE = 20


@require_safe
@on_site
def opportunities(request: HttpRequest) -> HttpResponse:
    """List what is open to everybody, the latest first."""
    found = public_opportunities(request.site.cluster, on=day_of(timezone.now()))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return show(request, "opportunities", {"page": page, "rows": [(each, themes_of(each.themes)) for each in page]})


@require_safe
@on_site
def opportunity(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one; the company's name only where it wants that, and no person."""
    found = get_object_or_404(public_opportunities(request.site.cluster, on=day_of(timezone.now())), pk=pk)
    context = {"opportunity": found, "themes": themes_of(found.themes), "agreements": [Agreement(code).label for code in found.agreements]}
    return show(request, "opportunity", context, kwargs={"pk": pk})
