"""A colleague's ticket to an event, and the certificate afterwards."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from klynge.events.models import Registration
from klynge.events.queries.listing import registrations_of
from klynge.events.queries.papers import certificates_pdf
from klynge.events.queries.tickets import qr_svg, ticket_code

from .showing import show


@require_safe
def ticket(request: HttpRequest, pk: int, registration: int) -> HttpResponse:
    """Show the ticket of who has a seat, to be shown at the door or printed."""
    row = _find(request, pk, registration)
    if row.seated_at is None:
        raise Http404
    path = reverse("office:events:ticket", args=[request.cluster.slug, ticket_code(row)])
    return show(request, "ticket", {"row": row, "event": row.event, "ticket": qr_svg(request.build_absolute_uri(path))})


@require_safe
def certificate(request: HttpRequest, pk: int, registration: int) -> HttpResponse:
    """Print the certificate of who was there; 404 for who was not."""
    row = _find(request, pk, registration)
    if not hasattr(row, "attendance"):
        raise Http404
    response = HttpResponse(certificates_pdf(row.event, [row], at=timezone.now()), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{row.event.slug}.pdf"'
    return response


def _find(request: HttpRequest, pk: int, registration: int) -> Registration:
    rows = registrations_of(request.desk.organisation, actor=request.actor).select_related("event__cluster", "attendance", "organisation")
    found: Registration = get_object_or_404(rows, event_id=pk, pk=registration)
    return found
