"""A network's papers: add, hand out, take away."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klynge.interfaces.office.doing import attempt
from klynge.interfaces.wording.networks import PaperForm
from klynge.interfaces.wording.papers import handed_out
from klynge.networks import actions
from klynge.networks.models import Document, NetworkMeeting

from .views import find, require_runner


def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a paper to the network, or to one of its meetings."""
    network = find(request, pk)
    context = require_runner(request, network)
    form = PaperForm(request.POST or None, request.FILES or None, network=network)
    which = request.GET.get("meeting", "")
    meeting = NetworkMeeting.objects.filter(network=network, pk=which).first() if which.isdecimal() and len(which) < 19 else None
    if request.method == "POST" and form.is_valid():
        data, file = form.cleaned_data, form.cleaned_data["file"]
        facts = {
            "name": file.name,
            "content": file.read(),
            "content_type": file.content_type or "application/octet-stream",
            "meeting": meeting,
        }
        added = partial(actions.add_document, network, title=data["title"], access=data["access"], **facts)
        if attempt(request, added, _("The paper is there."), form=form):
            return (
                redirect("office:networks:meeting", request.cluster.slug, pk, meeting.pk)
                if meeting
                else redirect("office:networks:detail", request.cluster.slug, pk)
            )
    return render(request, "office/networks/paper.html", {**context, "form": form, "meeting": meeting}, status=422 if form.errors else 200)


@require_safe
def show(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """Hand the file out."""
    return handed_out(_find(request, pk, paper))


@require_POST
def remove(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """Take it away."""
    attempt(request, partial(actions.remove_document, _find(request, pk, paper)), _("The paper is taken away."))
    return redirect("office:networks:detail", request.cluster.slug, pk)


def _find(request: HttpRequest, pk: int, paper: int) -> Document:
    return get_object_or_404(Document.objects.visible_to(request.actor).select_related("network", "file"), network=pk, pk=paper)
