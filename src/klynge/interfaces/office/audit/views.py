"""The audit log on screen."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from klynge.audit.models import AuditEvent
from klynge.audit.queries import EventFilter, changes, events, office_people, sentence

from .forms import EventFilterForm

PAGE_SIZE = 50


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """Show who did what and when, newest first; the next page starts below the last id of this one, however long the log is."""
    form = EventFilterForm(request.GET, people=office_people(request.cluster))
    form.is_valid()
    found = list(events(request.cluster, _wanted(form.cleaned_data))[: PAGE_SIZE + 1])
    rows = found[:PAGE_SIZE]
    context = {
        "form": form,
        "rows": [_row(event) for event in rows],
        "older": str(rows[-1].pk) if len(found) > PAGE_SIZE else "",
        "is_first": not form.cleaned_data.get("before"),
    }
    return render(request, "office/audit/list.html", context)


def _wanted(data: dict[str, Any]) -> EventFilter:
    person = data.get("person")
    return EventFilter(
        user_id=person.pk if person else None,
        area=data.get("area", ""),
        since=data.get("since"),
        until=data.get("until"),
        search=data.get("search", ""),
        before_id=data.get("before"),
    )


def _row(event: AuditEvent) -> dict[str, Any]:
    told = [{"name": change.name.replace("_", " "), "before": change.before, "after": change.after} for change in changes(event)]
    return {"event": event, "sentence": sentence(event), "changes": told}
