"""Plan an event, and change it."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from klynge.events import actions, policies
from klynge.events.models import Event
from klynge.interfaces.office.doing import attempt

from .forms import EventForm
from .views import find


def new(request: HttpRequest) -> HttpResponse:
    """Plan an event."""
    require_manager(request)
    form = _form(request, {"has_waiting_list": True, "is_public": True, "most_in_party": 1, "answer_hours": 24})
    if request.method == "POST" and form.is_valid():
        planned = partial(
            actions.plan_event, request.cluster, facts=_with_series(request, form), prices=form.prices(), questions=form.questions()
        )
        if made := attempt(request, planned, _("The plan is saved."), form=form):
            return redirect("office:events:detail", request.cluster.slug, made.pk)
    return _show(request, form, None)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an event."""
    event = find(request, pk)
    require_manager(request)
    form = _form(request, EventForm.initial_of(event))
    if request.method == "POST" and form.is_valid():
        changed = partial(actions.change_event, event, facts=_with_series(request, form), prices=form.prices(), questions=form.questions())
        if attempt(request, changed, _("The event is saved."), form=form):
            return redirect("office:events:detail", request.cluster.slug, pk)
    return _show(request, form, event)


def require_manager(request: HttpRequest) -> None:
    """Turn away whoever does not manage events, before a form is shown."""
    if not policies.may_manage(request.actor, request.cluster):
        raise PermissionDenied


def _with_series(request: HttpRequest, form: EventForm) -> dict[str, Any]:
    """Return the facts of the form; a new series that was named in it is begun first."""
    facts = form.facts()
    if name := form.cleaned_data["series_new"].strip():
        named = dict.fromkeys(form.languages, name)
        facts["series"] = actions.start_series(request.cluster, name=named, actor=request.actor, at=timezone.now())
    return facts


def _form(request: HttpRequest, initial: dict[str, Any]) -> EventForm:
    return EventForm(request.POST if request.method == "POST" else None, locale=request.cluster.locale, initial=initial)


def _show(request: HttpRequest, form: EventForm, event: Event | None) -> HttpResponse:
    own, other = ((f"title_{code}", f"lead_{code}", f"body_{code}") for code in form.languages)
    groups = [
        _group(_("What it is"), form.group(*own), is_open=True),
        _group(_("When and where"), form.group("starts_at", "ends_at", "place", "address", "online_url"), is_open=True, is_wide=True),
        _group(
            _("Seats"),
            form.group("capacity", "most_", "overbooking", "answer_hours", "has_waiting_list", "is_public"),
            is_open=True,
            is_wide=True,
        ),
        _group(_("Series"), form.group("series"), is_wide=True),
        _group(_("In the other language"), form.group(*other)),
        _group(_("Deadlines"), form.group("sign_up_until_at", "cancel_until_at"), is_wide=True),
        _group(_("Prices and invoice"), form.group("product", "price_"), is_wide=True),
        _group(_("Questions"), form.group("question_"), but="_kind", is_wide=True),
    ]
    return render(request, "office/events/form.html", {"form": form, "groups": groups, "event": event}, status=422 if form.errors else 200)


def _group(title: str, fields: list[Any], *, is_open: bool = False, but: str = "nothing", is_wide: bool = False) -> dict[str, Any]:
    """Return fields that belong together, folded away until something stands in one of them, or is wrong there."""
    filled = any(field.errors or (field.value() and not field.name.endswith(but)) for field in fields)
    return {"title": title, "fields": fields, "is_open": is_open or filled, "is_wide": is_wide}
