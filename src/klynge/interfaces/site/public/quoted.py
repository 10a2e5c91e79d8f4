"""Somebody sees the words that would be shown, and says yes or no."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from klynge.access.actor import Actor
from klynge.publishing.actions import answer_testimonial
from klynge.publishing.queries.testimonials import testimonial_by

from .places import on_site
from .showing import show


@csrf_exempt  # the signed link is the permission; it is opened from a mail, before there is any cookie
@require_http_methods(["GET", "HEAD", "POST"])
@on_site
def quoted(request: HttpRequest, token: str) -> HttpResponse:
    """Show it, and keep the answer on POST; scanners open links, so that opening one is no answer."""
    found = testimonial_by(token, cluster=request.site.cluster)
    if found is None:
        raise Http404
    if request.method == "POST":
        actor = Actor.system("site", cluster_id=request.site.cluster.pk)
        answer_testimonial(found, agrees=request.POST.get("answer") == "yes", actor=actor, at=timezone.now())
        return redirect("public:quoted", request.site.place, token)
    return show(request, "quoted", {"each": found, "state": found.state.value, "token": token}, kwargs={"token": token})
