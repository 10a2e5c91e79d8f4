"""From a public page to the same thing at one's own company."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from klynge.membership.queries.desks import desks_of


@login_required
def event(request: HttpRequest, cluster: str, pk: int) -> HttpResponse:
    """Lead somebody to the event's page in the portal; 404 for who belongs to no member here."""
    desk = next((each for each in desks_of(request.user, at=timezone.now()) if each.cluster.slug == cluster), None)
    if desk is None:
        raise Http404
    return redirect("portal:events_detail", cluster, desk.organisation.pk, pk)
