"""Everything that is held about a person, to hand over when the person asks (GDPR article 15)."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from klynge.privacy.actions import export_person

from .doing import find_to_change


@require_POST
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the archive over; that it was taken out is on record."""
    person = find_to_change(request, pk)
    content = export_person(person, cluster=request.cluster, actor=request.actor, at=timezone.now())
    disposition = content_disposition_header(as_attachment=True, filename=f"{person.pk}-personal-data.zip") or "attachment"
    return HttpResponse(content, content_type="application/zip", headers={"Content-Disposition": disposition})
