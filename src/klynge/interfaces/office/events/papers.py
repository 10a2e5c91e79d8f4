"""Badges and certificates to print."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from klynge.events.models import Registration
from klynge.events.queries.feedback import guests_of
from klynge.events.queries.papers import badges_pdf, certificates_pdf

from .views import find
from .writing import require_manager


@require_safe
def badges(request: HttpRequest, pk: int) -> HttpResponse:
    """Print a badge for everybody with a seat, in order of name."""
    event = find(request, pk)
    require_manager(request)
    rows = Registration.objects.visible_to(request.actor).filter(event=event).seated().select_related("organisation").order_by("name", "pk")
    with override(request.cluster.locale):
        return _paper(badges_pdf(event, rows, at=timezone.now()), f"badges-{event.slug}.pdf")


@require_safe
def certificates(request: HttpRequest, pk: int) -> HttpResponse:
    """Print a certificate for each who was there."""
    event = find(request, pk)
    require_manager(request)
    rows = guests_of(event).filter(attendance__isnull=False).select_related("organisation").order_by("name", "pk")
    return _paper(certificates_pdf(event, rows, at=timezone.now()), f"certificates-{event.slug}.pdf")


def _paper(made: bytes, filename: str) -> HttpResponse:
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response
