"""The link in a marketing mail: one click, without signing in. Source: RFC 8058."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from django_scopes import scope

from klynge.access.actor import Actor
from klynge.directory.queries.consents import LINK, has_consent
from klynge.newsletters import actions
from klynge.newsletters.queries.links import Reader, reader_of


@csrf_exempt  # the reader's mail program posts, and it has no cookie; the signed link is the permission
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether, and on POST take the reader's yes to marketing back; opening the page alone changes nothing, since scanners do that."""
    reader = reader_of(token)
    if reader is None:
        raise Http404
    with scope(cluster=reader.cluster):
        if request.method == "POST":
            _take_back(reader)
        said_yes = has_consent(reader.person, cluster=reader.cluster, purpose="marketing")
    return render(request, "site/unsubscribe.html", {"cluster": reader.cluster, "said_yes": said_yes, "token": token})


def _take_back(reader: Reader) -> None:
    system = Actor.system(LINK, cluster_id=reader.cluster.pk)
    actions.leave_list(reader.person, cluster=reader.cluster, message_id=reader.message_id, actor=system, at=timezone.now())
