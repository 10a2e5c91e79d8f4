"""Open calls of the cluster's innovation programmes."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from klynge.core.clock import day_of
from klynge.core.texts import in_language
from klynge.programmes.queries.calls import open_calls
from klynge.publishing.queries.rendering import rendered

from .places import on_site
from .showing import show


@require_safe
@on_site
def calls(request: HttpRequest) -> HttpResponse:
    """List what companies may apply for today; they do so in their portal."""
    language = request.site.language
    rows = [
        {"call": each, "text": rendered(in_language(each.text, language) or in_language(each.programme.purpose, language))}
        for each in open_calls(request.site.cluster, on=day_of(timezone.now()))[:100]
    ]
    return show(request, "calls", {"rows": rows})
