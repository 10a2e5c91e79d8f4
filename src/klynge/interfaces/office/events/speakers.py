"""Who speaks at an event, and whether they may be shown."""

from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klynge.events import actions
from klynge.events.models import Speaker
from klynge.interfaces.office.doing import attempt

from .forms import SpeakerForm
from .views import find
from .writing import require_manager


def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put somebody on the programme."""
    event = find(request, pk)
    require_manager(request)
    form = SpeakerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        named = partial(actions.name_speaker, event, facts=form.facts())
        if attempt(request, named, _("%s stands on the programme.") % form.cleaned_data["name"], form=form):
            return redirect("office:events:detail", request.cluster.slug, pk)
    return render(request, "office/events/speaker.html", {"event": event, "form": form}, status=422 if form.errors else 200)


@require_POST
def ask(request: HttpRequest, pk: int, speaker: int) -> HttpResponse:
    """Write to the speaker for a yes."""
    row = _find(request, pk, speaker)
    attempt(request, partial(actions.ask_speaker, row, site=settings.SITE), _("%s is asked.") % row.name)
    return redirect("office:events:detail", request.cluster.slug, pk)


@require_POST
def remove(request: HttpRequest, pk: int, speaker: int) -> HttpResponse:
    """Take somebody off the programme."""
    row = _find(request, pk, speaker)
    attempt(request, partial(actions.remove_speaker, row), _("%s is off the programme.") % row.name)
    return redirect("office:events:detail", request.cluster.slug, pk)


def _find(request: HttpRequest, pk: int, speaker: int) -> Speaker:
    event = find(request, pk)
    require_manager(request)
    found: Speaker = get_object_or_404(event.speakers.select_related("event", "cluster"), pk=speaker)
    return found
