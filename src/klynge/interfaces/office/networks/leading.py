"""Who leads a network, and what is written to all in it."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klynge.core.clock import day_of
from klynge.interfaces.office.doing import attempt
from klynge.interfaces.wording.networks import NewsForm
from klynge.networks import actions
from klynge.networks.models import Officer
from klynge.networks.queries.seating import readers_of
from klynge.networks.queries.wording import address_of

from .forms import OfficerForm
from .seats import person_by
from .views import find, require_runner


def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who chairs it, or keeps its papers."""
    network = find(request, pk)
    context = require_runner(request, network)
    form = OfficerForm(request.POST if request.method == "POST" else None, initial={"from_on": day_of(timezone.now())})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if (person := person_by(request, data["email"])) is None:
            form.add_error("email", _("Nobody in the register has this address. Add the person first."))
        else:
            appointed = partial(actions.appoint_officer, network, person=person, office=data["office"], from_on=data["from_on"])
            if attempt(request, appointed, _("%s leads the network.") % person.name, form=form):
                return redirect("office:networks:detail", request.cluster.slug, pk)
    return render(request, "office/networks/officer.html", {**context, "form": form}, status=422 if form.errors else 200)


@require_POST
def end(request: HttpRequest, pk: int, officer: int) -> HttpResponse:
    """End an office today."""
    row = get_object_or_404(Officer.objects.filter(network=find(request, pk)).select_related("cluster", "person"), pk=officer)
    attempt(
        request, partial(actions.end_office, row, on=day_of(timezone.now())), _("%s does not lead the network any more.") % row.person.name
    )
    return redirect("office:networks:detail", request.cluster.slug, pk)


def announce(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to all; who gets it is shown before it leaves."""
    network = find(request, pk)
    context = require_runner(request, network)
    form = NewsForm(request.POST if request.method == "POST" else None)
    people = readers_of(network, on=day_of(timezone.now()))
    readers = [(person, address_of(person)) for person in people]
    is_asked = request.method == "POST" and form.is_valid()
    if is_asked and "send" in request.POST:
        sent = partial(actions.announce_news, network, **form.cleaned_data)
        if made := attempt(request, sent, form=form):
            messages.success(request, _("%d mails are on their way.") % made.count)
            return redirect("office:networks:detail", request.cluster.slug, pk)
    context |= {"form": form, "readers": readers, "is_asked": is_asked, "count": sum(1 for _person, address in readers if address)}
    return render(request, "office/networks/announce.html", context, status=422 if form.errors else 200)
