"""Sign somebody up in the office, off again, and note who came."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klynge.directory.models import Organisation
from klynge.directory.queries.organisations import with_number
from klynge.events import actions
from klynge.events.models import Registration
from klynge.events.queries.attending import Attendee
from klynge.interfaces.office.doing import attempt

from .forms import AttendeeForm
from .views import find
from .writing import require_manager


def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign somebody up."""
    event = find(request, pk)
    require_manager(request)
    form = AttendeeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        company = _company(request, data["company"])
        attendee = Attendee(
            name=data["name"], email=data["email"], organisation=company, organisation_name="" if company else data["company"],
            party=data["party"], language=request.cluster.locale,
        )  # fmt: skip
        if attempt(request, partial(actions.register_attendee, event, attendee=attendee), _("%s is signed up.") % data["name"], form=form):
            return redirect("office:events:detail", request.cluster.slug, pk)
    return render(request, "office/events/add.html", {"event": event, "form": form}, status=422 if form.errors else 200)


def _company(request: HttpRequest, typed: str) -> Organisation | None:
    known = Organisation.objects.visible_to(request.actor)
    if found := with_number("DK", typed.strip()):
        return known.filter(pk=found.pk).first()
    return known.filter(name__iexact=typed.strip()).order_by("pk").first() if typed.strip() else None


@require_POST
def cancel(request: HttpRequest, pk: int, registration: int) -> HttpResponse:
    """Sign somebody off."""
    row = _find(request, pk, registration)
    attempt(request, partial(actions.cancel_registration, row), _("%s is signed off.") % row.name)
    return redirect("office:events:detail", request.cluster.slug, pk)


@require_POST
def attendance(request: HttpRequest, pk: int, registration: int) -> HttpResponse:
    """Note that somebody came, or take it back."""
    row, now = _find(request, pk, registration), timezone.now()
    if "undo" in request.POST:
        attempt(request, partial(actions.undo_attendance, row), _("It is taken back."))
    else:
        came = partial(actions.record_attendance, row, nonce=f"office:{row.pk}", came_at=now)
        attempt(request, came, _("%s is here.") % row.name)
    return redirect(f"{redirect('office:events:detail', request.cluster.slug, pk).url}#r{row.pk}")


def _find(request: HttpRequest, pk: int, registration: int) -> Registration:
    rows = Registration.objects.visible_to(request.actor).select_related("cluster")
    return get_object_or_404(rows, event_id=pk, pk=registration)
