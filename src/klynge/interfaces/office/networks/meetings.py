"""Meetings of a network: call, move, cancel; agenda, minutes, who came."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klynge.core.clock import day_of
from klynge.interfaces.office.doing import attempt
from klynge.interfaces.wording.networks import MeetingForm, MinutesForm, PaperForm
from klynge.networks import actions, policies
from klynge.networks.models import NetworkMeeting
from klynge.networks.queries.meeting import feedback_of, people_at
from klynge.publishing.queries.rendering import rendered

from .views import find, require_runner


def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a meeting, or a series hosted in turn."""
    network = find(request, pk)
    context = require_runner(request, network)
    form = MeetingForm(request.POST if request.method == "POST" else None, network=network)
    if request.method == "POST" and form.is_valid():
        planned = partial(
            actions.plan_meeting, network, facts=form.facts(), times=form.cleaned_data["times"], weeks=form.cleaned_data["weeks"]
        )
        if attempt(request, planned, _("It stands in everybody's calendar."), form=form):
            return redirect("office:networks:detail", request.cluster.slug, pk)
    return render(request, "office/networks/meeting_form.html", {**context, "form": form}, status=422 if form.errors else 200)


def edit(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    """Move a meeting, or change its agenda."""
    row = find_meeting(request, pk, meeting)
    context = require_runner(request, row.network)
    form = MeetingForm(
        request.POST if request.method == "POST" else None, network=row.network, is_new=False, initial=MeetingForm.initial_of(row)
    )
    if request.method == "POST" and form.is_valid():
        changed = partial(actions.change_meeting, row, facts=form.facts())
        if attempt(request, changed, _("The meeting is saved."), form=form):
            return redirect("office:networks:meeting", request.cluster.slug, pk, meeting)
    return render(
        request, "office/networks/meeting_form.html", {**context, "form": form, "meeting": row}, status=422 if form.errors else 200
    )


@require_safe
def detail(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    """Show one meeting: agenda, minutes, who came, papers."""
    row, now = find_meeting(request, pk, meeting), timezone.now()
    may_see = request.actor.may("networks.see_seats", cluster_id=request.cluster.pk)
    context = {
        "network": row.network, "meeting": row, "agenda": rendered(row.agenda), "minutes": rendered(row.minutes), "is_begun": row.starts_at <= now,
        "minutes_form": MinutesForm(initial={"text": row.minutes}), "people": people_at(row) if may_see else [], "feedback": feedback_of(row),
        "papers": row.documents.filter(removed_at__isnull=True), "paper_form": PaperForm(network=row.network),
        "may_run": policies.may_run(request.actor, row.network, on=day_of(now)),
    }  # fmt: skip
    return render(request, "office/networks/meeting.html", context)


@require_POST
def minutes(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    """Keep the minutes."""
    row, form = find_meeting(request, pk, meeting), MinutesForm(request.POST)
    if form.is_valid():
        attempt(request, partial(actions.write_minutes, row, text=form.cleaned_data["text"]), _("The minutes are saved."))
    return redirect("office:networks:meeting", request.cluster.slug, pk, meeting)


@require_POST
def attendance(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    """Note who came."""
    people = {int(each) for each in request.POST.getlist("came") if each.isdecimal() and len(each) < 19}
    attempt(request, partial(actions.note_attendance, find_meeting(request, pk, meeting), people=people), _("It is noted who came."))
    return redirect("office:networks:meeting", request.cluster.slug, pk, meeting)


@require_POST
def cancel(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    """Cancel it for a reason."""
    cancelled = partial(actions.cancel_meeting, find_meeting(request, pk, meeting), reason=request.POST.get("reason", ""))
    attempt(request, cancelled, _("The meeting is cancelled."))
    return redirect("office:networks:meeting", request.cluster.slug, pk, meeting)


def find_meeting(request: HttpRequest, pk: int, meeting: int) -> NetworkMeeting:
    """Return the meeting of the network; 404 for one of another cluster."""
    rows = NetworkMeeting.objects.visible_to(request.actor).select_related("network__cluster", "host", "cluster")
    return get_object_or_404(rows, network=pk, pk=meeting)
