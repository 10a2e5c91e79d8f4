"""Meeting days for a company: whom it wants to meet, its own plan as page, calendar and PDF, and how the meetings were."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klynge.interfaces.wording.meetings import read_wishes, wish_rows
from klynge.meetings import actions
from klynge.meetings.models import Mode, Participant, PlannedMeeting
from klynge.meetings.queries.own_plan import own_calendar, own_days, own_meetings, own_pdf, wishes_to_answer

from .showing import do, go, require, show


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """Show the meeting days that the company takes part in."""
    return show(request, "meetings", {"days": own_days(request.actor, request.desk.organisation)})


def day(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one day: wishes while they are taken, the plan once it holds."""
    participant = find(request, pk)
    if request.method == "POST":
        require(request, "offer_and_seek")
        marks, away = read_wishes(request.POST)
        do(request, partial(actions.set_wishes, participant, marks=marks, away=away), _("Your wishes are saved."))
        return go(request, "meetings_day", pk)
    rows = own_meetings(participant, at=timezone.now())
    context: dict[str, Any] = {"participant": participant, "day": participant.day, "rows": rows, **wish_rows(participant)}
    if participant.day.mode == Mode.PARTICIPANTS:
        context["asking"] = wishes_to_answer(participant)
    return show(request, "meetings_day", context)


@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a wish by choosing a slot."""
    participant = find(request, pk)
    about = get_object_or_404(participant.day.participants, pk=_number(request, "about"))
    slot = get_object_or_404(participant.day.slots, pk=_number(request, "slot"))
    do(request, partial(actions.choose_slot, participant, about=about, slot=slot), _("The meeting is agreed."))
    return go(request, "meetings_day", pk)


@require_POST
def confirm(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    """Confirm a meeting, so that it stays where it is."""
    participant = find(request, pk)
    do(request, partial(actions.confirm_meeting, _meeting(request, participant, meeting)), _("The meeting is confirmed."))
    return go(request, "meetings_day", pk)


@require_POST
def rate(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    """Say how a meeting was."""
    participant = find(request, pk)
    row = _meeting(request, participant, meeting)
    said = {
        "stars": _number(request, "stars"),
        "follows_up": "follows_up" in request.POST,
        "comment": request.POST.get("comment", "").replace("\x00", ""),
    }
    do(request, partial(actions.rate_meeting, participant, meeting=row, **said), _("Thank you."))
    return go(request, "meetings_day", pk)


@require_safe
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the plan for a calendar program."""
    return _file(own_calendar(find(request, pk), at=timezone.now()), "text/calendar; charset=utf-8", f"meeting-day-{pk}.ics")


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the plan to print."""
    return _file(own_pdf(find(request, pk), at=timezone.now()), "application/pdf", f"meeting-day-{pk}.pdf")


def find(request: HttpRequest, pk: int) -> Participant:
    """Return how the company takes part in the day, if it does."""
    rows = Participant.objects.visible_to(request.actor).select_related("organisation", "day__cluster")
    return get_object_or_404(rows, day=pk, organisation=request.desk.organisation)


def _meeting(request: HttpRequest, participant: Participant, pk: int) -> PlannedMeeting:
    rows = PlannedMeeting.objects.visible_to(request.actor).filter(plan__day=participant.day_id)
    return get_object_or_404(rows.select_related("slot", "plan__day__cluster", "one__day__cluster", "other__day__cluster"), pk=pk)


def _number(request: HttpRequest, name: str) -> int:
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
