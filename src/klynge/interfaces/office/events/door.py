"""At the door: tick off who comes, by name or by ticket, with or without a network."""

import json
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from klynge.core.errors import HouseError
from klynge.events.actions import record_attendance
from klynge.events.models import Event, Registration
from klynge.events.queries.tickets import registration_of_code, ticket_code

from .views import find
from .writing import require_manager

MOST_ROWS, MOST_SCANS = 3_000, 500


@never_cache
@require_safe
def door(request: HttpRequest, pk: int) -> HttpResponse:
    """List everybody with a seat, so that the page alone is enough when the network is gone."""
    event = find(request, pk)
    require_manager(request)
    words = request.GET.get("q", "").replace("\x00", "").strip()
    rows = _rows(request, event)
    if words:
        rows = [row for row in rows if words.casefold() in f"{row.name} {_company(row)}".casefold()]
    people = [{"row": row, "code": ticket_code(row), "company": _company(row)} for row in rows]
    came = sum(hasattr(row, "attendance") for row in rows)
    return render(request, "office/events/door.html", {"event": event, "people": people, "came": came, "words": words})


@require_POST
def scans(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what a phone has noted, each scan once however often it is sent; answer for each what came of it."""
    event, now = find(request, pk), timezone.now()
    require_manager(request)
    try:
        given = json.loads(request.body)
        noted = [(str(each["code"]), str(each["nonce"])[:36], parse_datetime(str(each["came_at"])) or now) for each in given[:MOST_SCANS]]
    except (ValueError, TypeError, KeyError):
        return JsonResponse({"error": _("This is not a list of scans.")}, status=400)
    return JsonResponse({"scans": [_take(request, event, *each, now) for each in noted]})


@never_cache
def ticket(request: HttpRequest, code: str) -> HttpResponse:
    """Show whose ticket the phone's camera has read; one press lets the person in."""
    row = registration_of_code(code, cluster=request.cluster)
    if row is None or not Registration.objects.visible_to(request.actor).filter(pk=row.pk).exists():
        raise Http404
    require_manager(request)
    fault = ""
    if request.method == "POST":
        said = _take(request, row.event, code, "ticket", timezone.now(), timezone.now())
        if said["state"] in ("came", "again"):
            return redirect("office:events:ticket", request.cluster.slug, code)
        fault = said["text"]
    context = {"event": row.event, "row": row, "company": _company(row), "fault": fault}
    return render(request, "office/events/ticket.html", context, status=409 if fault else 200)


@require_safe
def worker(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the script that keeps the page of the door on the phone; it stands here since it may serve only addresses below its own."""
    find(request, pk)
    require_manager(request)
    return render(request, "office/events/door_worker.js", content_type="text/javascript; charset=utf-8")


def _rows(request: HttpRequest, event: Event) -> list[Registration]:
    seated = Registration.objects.visible_to(request.actor).filter(event=event).seated()
    return list(seated.select_related("organisation", "attendance").order_by("name", "pk")[:MOST_ROWS])


def _company(row: Registration) -> str:
    return row.organisation.name if row.organisation else row.organisation_name


def _take(request: HttpRequest, event: Event, code: str, nonce: str, came_at: datetime, now: datetime) -> dict[str, Any]:
    row = registration_of_code(code, cluster=request.cluster)
    said = {"nonce": nonce, "code": code}
    if row is None or row.event_id != event.pk:
        return said | {"state": "unknown", "text": _("This is not a ticket for this event.")}
    own = f"door:{row.pk}:{nonce}"
    try:
        made = record_attendance(row, nonce=own, came_at=_aware(came_at, now), actor=request.actor, at=now)
    except HouseError as refusal:
        return said | {"state": "refused", "text": str(refusal), "name": row.name}
    state = "came" if made.nonce == own else "again"
    return said | {
        "state": state,
        "name": row.name,
        "text": _("%s is here.") % row.name if state == "came" else _("%s was here already.") % row.name,
    }


def _aware(moment: datetime, now: datetime) -> datetime:
    return now if timezone.is_naive(moment) else moment
