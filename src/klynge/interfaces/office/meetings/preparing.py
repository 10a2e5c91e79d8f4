"""Begin a meeting day, change it, lay its slots, open and close it for wishes."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klynge.interfaces.office.doing import attempt
from klynge.meetings import actions

from .forms import DayForm, SlotsForm
from .views import find, may_arrange, show


def new(request: HttpRequest) -> HttpResponse:
    """Begin a day."""
    require_arranger(request)
    initial = {"tables": 10, "needs_both": True, "search_seconds": 60}
    form = DayForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        facts = form.facts()
        seconds = facts.pop("search_seconds")
        made = attempt(
            request, partial(actions.arrange_day, request.cluster, **facts), _("The day is begun. Lay its slots next."), form=form
        )
        if made:
            if seconds != made.search_seconds:
                attempt(request, partial(actions.change_day, made, search_seconds=seconds), _("The search takes as long as you said."))
            return redirect("office:meetings:detail", request.cluster.slug, made.pk)
    return render(request, "office/meetings/form.html", {"form": form}, status=422 if form.errors else 200)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a day."""
    require_arranger(request)
    day = find(request, pk)
    form = DayForm(request.POST if request.method == "POST" else None, initial=DayForm.initial_of(day))
    if (
        form.is_bound
        and form.is_valid()
        and attempt(request, partial(actions.change_day, day, **form.facts()), _("The day is saved."), form=form)
    ):
        return redirect("office:meetings:detail", request.cluster.slug, pk)
    return render(request, "office/meetings/form.html", {"form": form, "day": day}, status=422 if form.errors else 200)


@require_POST
def slots(request: HttpRequest, pk: int) -> HttpResponse:
    """Lay the slots."""
    require_arranger(request)
    day, form = find(request, pk), SlotsForm(request.POST)
    if form.is_valid():
        action = partial(actions.lay_slots, day, begins=form.moments(day), minutes=form.cleaned_data["minutes"])
        if attempt(request, action, _("The slots are laid."), form=form):
            return redirect("office:meetings:detail", request.cluster.slug, pk)
    context = {"slots": list(day.slots.all()), "guests": day.participants.count(), "slots_form": form}
    return show(request, day, "detail", context, status=422)


@require_POST
def wishes(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the day for wishes, or close it."""
    day = find(request, pk)
    if "lock" in request.POST:
        attempt(request, partial(actions.lock_wishes, day), _("The day is closed for wishes. Plan it now."))
    else:
        attempt(request, partial(actions.open_wishes, day), _("The day is open: participants see it in the portal."))
    return redirect("office:meetings:detail", request.cluster.slug, pk)


def require_arranger(request: HttpRequest) -> None:
    """Turn away whoever arranges nothing, before a form is shown."""
    if not may_arrange(request):
        raise PermissionDenied
