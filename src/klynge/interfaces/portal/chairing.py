"""What the chair and the secretary of a network do in the portal."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klynge.core.clock import day_of
from klynge.interfaces.wording.networks import MeetingForm, MinutesForm, NewsForm
from klynge.networks import actions, policies
from klynge.networks.models import Network, NetworkMeeting, Seat
from klynge.networks.queries.meeting import people_at
from klynge.networks.queries.seating import readers_of
from klynge.networks.queries.wording import address_of

from .showing import do, go, show


def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a meeting, or a series hosted in turn."""
    network = _run(request, pk)
    form = MeetingForm(request.POST if request.method == "POST" else None, network=network)
    if request.method == "POST" and form.is_valid():
        planned = partial(
            actions.plan_meeting, network, facts=form.facts(), times=form.cleaned_data["times"], weeks=form.cleaned_data["weeks"]
        )
        if do(request, planned, _("It stands in everybody's calendar."), form=form):
            return go(request, "networks_detail", pk)
    return show(
        request, "network_form", {"network": network, "form": form, "title": _("Call a meeting")}, status=422 if form.errors else 200
    )


@require_POST
def answer(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """Admit a company that asks, or decline."""
    row = get_object_or_404(Seat.objects.filter(network=_run(request, pk)).select_related("network", "organisation", "cluster"), pk=seat)
    if request.POST.get("answer") == "admit":
        do(request, partial(actions.admit_seat, row), _("%s is in.") % row.organisation)
    else:
        do(request, partial(actions.end_seat, row), _("%s has no seat any more.") % row.organisation)
    return go(request, "networks_detail", pk)


def write(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    """Write the minutes, and note who came."""
    network = _run(request, pk)
    row = get_object_or_404(NetworkMeeting.objects.filter(network=network).select_related("network", "cluster"), pk=meeting)
    form = MinutesForm(request.POST if request.method == "POST" else None, initial={"text": row.minutes})
    if request.method == "POST" and form.is_valid():
        people = {int(each) for each in request.POST.getlist("came") if each.isdecimal() and len(each) < 19}
        if do(request, partial(actions.write_minutes, row, text=form.cleaned_data["text"]), _("The minutes are saved."), form=form):
            if row.starts_at <= timezone.now():
                do(request, partial(actions.note_attendance, row, people=people), _("It is noted who came."))
            return go(request, "networks_meeting", pk, meeting)
    context = {"network": network, "meeting": row, "form": form, "people": people_at(row), "is_begun": row.starts_at <= timezone.now()}
    return show(request, "network_minutes", context, status=422 if form.errors else 200)


def announce(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to all; who gets it is shown before it leaves."""
    network = _run(request, pk)
    form = NewsForm(request.POST if request.method == "POST" else None)
    readers = [person.name for person in readers_of(network, on=day_of(timezone.now())) if address_of(person)]
    is_asked = request.method == "POST" and form.is_valid()
    if is_asked and "send" in request.POST and do(request, partial(actions.announce_news, network, **form.cleaned_data), _("It is on its way."), form=form):  # fmt: skip
        return go(request, "networks_detail", pk)
    context: dict[str, Any] = {"network": network, "form": form, "readers": readers, "is_asked": is_asked}
    return show(request, "network_announce", context, status=422 if form.errors else 200)


def _run(request: HttpRequest, pk: int) -> Network:
    network: Network = get_object_or_404(Network.objects.visible_to(request.actor).select_related("cluster"), pk=pk)
    if not policies.may_run(request.actor, network, on=day_of(timezone.now())):
        raise PermissionDenied
    return network
