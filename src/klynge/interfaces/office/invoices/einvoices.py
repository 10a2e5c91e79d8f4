"""The e-invoice of a document: its XML, and sending it (again)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klynge.billing import actions
from klynge.billing.queries.einvoicing import einvoice_xml, xml_name
from klynge.billing.tasks.channels import current_channel
from klynge.core.errors import HouseError, Invalid, Refused

from .views import find


def xml(request: HttpRequest, number: str) -> HttpResponse:
    """Hand over the document as its receiver's program gets it; or say what stands in the way."""
    found = find(request, number)
    try:
        content = einvoice_xml(found)
    except Invalid as fault:
        messages.error(request, str(fault))
        return redirect("office:invoices:detail", request.cluster.slug, number)
    disposition = content_disposition_header(as_attachment=True, filename=xml_name(found)) or "attachment"
    return HttpResponse(content, content_type="application/xml", headers={"Content-Disposition": disposition})


@require_POST
def send(request: HttpRequest, number: str) -> HttpResponse:
    """Let the document leave as an e-invoice, or once more."""
    found = find(request, number)
    try:
        actions.send_einvoice(found, channel=current_channel(), actor=request.actor, at=timezone.now())
        messages.success(request, _("%s is sent as an e-invoice in a moment.") % found.number)
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except HouseError as refusal:
        messages.error(request, str(refusal))
    return redirect("office:invoices:detail", request.cluster.slug, number)
