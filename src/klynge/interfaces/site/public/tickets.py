"""What somebody who comes, or came, takes along."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from klynge.events.queries.links import registration_by
from klynge.events.queries.papers import certificates_pdf

from .places import on_site


@require_safe
@on_site
def certificate(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Print the certificate of who was there; 404 for who was not."""
    registration = registration_by(token, cluster=request.site.cluster)
    if registration is None or registration.event.slug != slug or not hasattr(registration, "attendance"):
        raise Http404
    made = certificates_pdf(registration.event, [registration], at=timezone.now())
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{slug}.pdf"'
    return response
