"""The cluster's networks, as far as everybody may know of them."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from klynge.core.texts import in_language
from klynge.networks.models import Network
from klynge.networks.queries.seating import with_counts
from klynge.publishing.queries.rendering import rendered

from .places import on_site
from .showing import show


@require_safe
@on_site
def networks(request: HttpRequest) -> HttpResponse:
    """List what companies meet about; who sits in it stays inside."""
    found = with_counts(Network.objects.filter(cluster=request.site.cluster).public()).order_by("pk")
    rows = [{"network": each, "purpose": rendered(in_language(each.purpose, request.site.language))} for each in found[:100]]
    return show(request, "networks", {"rows": rows})
