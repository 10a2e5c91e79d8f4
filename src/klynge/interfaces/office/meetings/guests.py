"""Who takes part in a meeting day: add, change, and what each wishes."""

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klynge.core.clock import day_of
from klynge.directory.models import Organisation, Person
from klynge.directory.queries.people import people_of
from klynge.interfaces.office.doing import attempt
from klynge.interfaces.wording.meetings import read_wishes, wish_rows
from klynge.meetings import actions
from klynge.meetings.models import MeetingDay, Participant
from klynge.meetings.queries.days import guest_rows

from .forms import GuestForm
from .preparing import require_arranger
from .views import find, show

PAGE_SIZE, MOST_FOUND = 50, 12


@require_safe
def guest_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who takes part, and look for companies to add."""
    day, words = find(request, pk), request.GET.get("q", "").replace("\x00", "")[:100].strip()
    found = []
    if words:
        others = Organisation.objects.visible_to(request.actor).exclude(pk__in=day.participants.values("organisation"))
        found = list(others.filter(name__icontains=words).in_danish_order()[:MOST_FOUND])
    page = Paginator(guest_rows(day), PAGE_SIZE).get_page(request.GET.get("page"))
    return show(request, day, "guests", {"page": page, "found": found, "words": words})


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a company with everybody who works there; the delegates are chosen on its page."""
    require_arranger(request)
    day, number = find(request, pk), request.POST.get("organisation", "")
    known = Organisation.objects.visible_to(request.actor)
    organisation = get_object_or_404(known, pk=int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else None
    if organisation is None:
        return redirect("office:meetings:guests", request.cluster.slug, pk)
    people = [work.person for work in people_of(organisation, on_day=day.held_on)[:1]]
    made = attempt(request, partial(actions.add_participant, day, organisation=organisation, people=people), _("They take part now."))
    if made:
        return redirect("office:meetings:guest", request.cluster.slug, pk, made.pk)
    return redirect("office:meetings:guests", request.cluster.slug, pk)


def guest(request: HttpRequest, pk: int, guest: int) -> HttpResponse:
    """Show a participant, and change delegates, limits and wishes."""
    day = find(request, pk)
    participant = find_guest(request, day, guest)
    form = _form(request, participant)
    if request.method == "POST":
        require_arranger(request)
        if "wishes" in request.POST:
            marks, away = read_wishes(request.POST)
            attempt(request, partial(actions.set_wishes, participant, marks=marks, away=away), _("The wishes are saved."))
            return redirect("office:meetings:guest", request.cluster.slug, pk, guest)
        if form.is_valid() and attempt(
            request, partial(actions.change_participant, participant, **_facts(form)), _("It is saved."), form=form
        ):
            return redirect("office:meetings:guest", request.cluster.slug, pk, guest)
    orders = participant.precedences.select_related("first__organisation", "then__organisation")
    context = {"participant": participant, "form": form, "orders": orders, **wish_rows(participant)}
    return show(request, day, "guest", context, status=422 if form.errors else 200)


@require_POST
def sequence(request: HttpRequest, pk: int, guest: int) -> HttpResponse:
    """Let the participant meet one before another, or take that back."""
    day = find(request, pk)
    participant = find_guest(request, day, guest)
    if "drop" in request.POST:
        order = get_object_or_404(participant.precedences, pk=_number(request.POST["drop"]))
        attempt(request, partial(actions.drop_precedence, order), _("The order is taken back."))
    else:
        first, then = (get_object_or_404(day.participants, pk=_number(request.POST.get(name, ""))) for name in ("first", "then"))
        attempt(request, partial(actions.set_precedence, participant, first=first, then=then), _("The order is noted."))
    return redirect("office:meetings:guest", request.cluster.slug, pk, guest)


def _number(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


@require_POST
def remove(request: HttpRequest, pk: int, guest: int) -> HttpResponse:
    """Take a company off the day."""
    participant = find_guest(request, find(request, pk), guest)
    attempt(request, partial(actions.remove_participant, participant), _("They don't take part any more."))
    return redirect("office:meetings:guests", request.cluster.slug, pk)


def find_guest(request: HttpRequest, day: MeetingDay, pk: int) -> Participant:
    """Return the participant of the day."""
    return get_object_or_404(
        Participant.objects.visible_to(request.actor).filter(day=day).select_related("organisation", "day__cluster"), pk=pk
    )


def _form(request: HttpRequest, participant: Participant) -> GuestForm:
    chosen = {each.person_id: each.person.name for each in participant.delegates.select_related("person")}
    works = {work.person_id: work.person.name for work in people_of(participant.organisation, on_day=day_of(timezone.now()))}
    initial = {"people": list(chosen), "least": participant.least, "most": participant.most, "stand": participant.stand}
    is_sent = request.method == "POST" and "wishes" not in request.POST
    return GuestForm(request.POST if is_sent else None, people=list((chosen | works).items()), initial=initial)


def _facts(form: GuestForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {**data, "people": list(Person.objects.filter(pk__in=data["people"]))}
