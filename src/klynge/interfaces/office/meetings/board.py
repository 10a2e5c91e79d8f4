"""The table plan as a picture, and the live board of the day."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klynge.interfaces.office.doing import attempt
from klynge.meetings import actions
from klynge.meetings.models import NoShow
from klynge.meetings.queries.board import board_of, table_plan

from .guests import find_guest
from .views import find, show


@require_safe
def tables(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who sits where in each slot."""
    day = find(request, pk)
    return show(request, day, "tables", {"picture": table_plan(day)})


@require_safe
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what happens now and next, and who isn't there."""
    day = find(request, pk)
    return show(request, day, "board", {"board": board_of(day, at=timezone.now())})


@require_POST
def note(request: HttpRequest, pk: int, guest: int) -> HttpResponse:
    """Note that somebody isn't there, is there after all, or comes late; or mend the plan for a walk-in."""
    day = find(request, pk)
    participant, number = find_guest(request, day, guest), request.POST.get("slot", "")
    slot = day.slots.filter(number=int(number)).first() if number.isascii() and number.isdigit() and len(number) < 4 else None
    missing = NoShow.objects.filter(participant=participant).first()
    if "back" in request.POST and missing:
        attempt(request, partial(actions.take_back_no_show, missing), _("Noted: they are there."))
    elif "mend" in request.POST:
        attempt(request, partial(actions.repair_plan, day), _("The gaps are filled; a new version holds."))
    elif "late" in request.POST and slot:
        attempt(request, partial(actions.report_late, participant, until=slot), _("Their meetings are moved; a new version holds."))
    elif "missing" in request.POST and slot:
        attempt(request, partial(actions.report_no_show, participant, from_slot=slot), _("Noted: they aren't there."))
    return redirect("office:meetings:board", request.cluster.slug, pk)
