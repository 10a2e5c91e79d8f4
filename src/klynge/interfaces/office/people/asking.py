"""Colleagues who ask to be let in at a member company, answered by the secretariat where the company does not."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klynge.core.errors import HouseError, Refused
from klynge.membership.actions import answer_access_request
from klynge.membership.queries.colleagues import requests_for


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite the colleague, or say no."""
    asked = get_object_or_404(requests_for(request.actor), pk=pk)
    is_welcome, site = request.POST.get("answer") == "yes", request.build_absolute_uri("/").rstrip("/")
    try:
        answer_access_request(asked, is_welcome=is_welcome, site=site, actor=request.actor, at=timezone.now())
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except HouseError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The invitation is on its way.") if is_welcome else _("%s is not let in.") % asked.name)
    return redirect("office:people:list", request.cluster.slug)
