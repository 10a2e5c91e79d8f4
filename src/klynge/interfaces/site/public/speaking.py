"""A speaker sees what would be shown, and says yes or no."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from klynge.access.actor import Actor
from klynge.events.actions import answer_speaker
from klynge.events.queries.links import speaker_by

from .places import on_site
from .showing import show


@csrf_exempt  # the signed link is the permission; it is opened from a mail, before there is any cookie
@require_http_methods(["GET", "HEAD", "POST"])
@on_site
def speaking(request: HttpRequest, token: str) -> HttpResponse:
    """Show it, and keep the answer on POST; scanners open links, so that opening one is no answer."""
    speaker = speaker_by(token, cluster=request.site.cluster)
    if speaker is None:
        raise Http404
    if request.method == "POST":
        actor = Actor.system("site", cluster_id=request.site.cluster.pk)
        answer_speaker(speaker, agrees=request.POST.get("answer") == "yes", actor=actor, at=timezone.now())
        return redirect("public:speaking", request.site.place, token)
    context = {"speaker": speaker, "event": speaker.event, "state": speaker.state.value, "token": token}
    return show(request, "speaking", context, kwargs={"token": token})
