"""Try an edition, let it leave now or later, discard it."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klynge.interfaces.office.doing import attempt
from klynge.newsletters import actions
from klynge.newsletters.queries.edition_readers import counts

from .forms import ScheduleForm, TestForm
from .views import find
from .writing import require_writer


@require_POST
def try_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test to one address."""
    edition, form = find(request, pk), TestForm(request.POST)
    require_writer(request)
    if form.is_valid():
        tried = partial(actions.try_edition, edition, **form.cleaned_data, site=_site(request))
        attempt(request, tried, _("A test is on its way to %s.") % form.cleaned_data["address"])
    return redirect("office:newsletters:detail", request.cluster.slug, pk)


def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how many get it, and on a second yes let it leave."""
    edition = find(request, pk)
    require_writer(request)
    if request.method == "POST":
        attempt(request, partial(actions.release_edition, edition, site=_site(request)), _("It leaves now; this page follows it."))
        return redirect("office:newsletters:detail", request.cluster.slug, pk)
    judged = counts(edition, at=timezone.now())
    context = {"edition": edition, "readers": judged.get("", 0), "left_out": sum(judged.values()) - judged.get("", 0)}
    return render(request, "office/newsletters/release.html", context)


@require_POST
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it leave by itself at a moment, or hold it back again."""
    edition, form = find(request, pk), ScheduleForm(request.POST)
    require_writer(request)
    if "hold" in request.POST:
        attempt(request, partial(actions.schedule_edition, edition, send_at=None, site=""), _("It does not leave by itself any more."))
    elif form.is_valid():
        moment = form.cleaned_data["send_at"]
        attempt(request, partial(actions.schedule_edition, edition, send_at=moment, site=_site(request)), _("It leaves by itself then."))
    else:
        messages.error(request, " ".join(str(fault) for faults in form.errors.values() for fault in faults))
    return redirect("office:newsletters:detail", request.cluster.slug, pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the draft away."""
    edition = find(request, pk)
    require_writer(request)
    if attempt(request, partial(actions.discard_edition, edition), _("The draft is discarded.")):
        return redirect("office:newsletters:list", request.cluster.slug)
    return redirect("office:newsletters:detail", request.cluster.slug, pk)


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
