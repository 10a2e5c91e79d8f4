"""Events for members: what comes, one click to sign up, colleagues too."""

from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from klynge.core.clock import day_of
from klynge.core.texts import in_language
from klynge.directory.models import Affiliation, Person
from klynge.directory.queries.people import people_of
from klynge.events import actions
from klynge.events.models import Event, Registration
from klynge.events.queries.attending import Attendee, cost_of, seats_of
from klynge.events.queries.listing import open_events, position_of, registrations_of, with_counts
from klynge.interfaces.wording.calendars import calendar_token
from klynge.interfaces.wording.questions import question_field
from klynge.publishing.queries.rendering import rendered

from .showing import do, go, show


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """Show what is coming, and who of the company comes to what."""
    now = timezone.now()
    rows = registrations_of(request.desk.organisation, actor=request.actor).filter(event__ends_at__gt=now)
    coming: dict[int, list[Registration]] = {}
    for row in rows:
        coming.setdefault(row.event_id, []).append(row)
    found = [{"event": event, "colleagues": coming.get(event.pk, [])} for event in with_counts(open_events(actor=request.actor, at=now))]
    person = _me(request)
    address = reverse("portal:events_calendar", args=[request.cluster.slug, request.desk.organisation.pk]) if person else ""
    return show(request, "events", {"found": found, "calendar": address})


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one event, what it costs this company, and who of the company comes."""
    event, now = _find(request, pk), timezone.now()
    return show(request, "event", _context(request, event, _form(request, event)) | {"is_open": event.state_at(now).value == "published"})


@require_POST
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign oneself or a colleague up: one click where nothing is asked."""
    event = _find(request, pk)
    form = _form(request, event)
    if form.is_valid():
        work = get_object_or_404(_colleagues(request), person_id=form.cleaned_data["person"])
        attendee = _attendee(request, work, form.answers())
        if do(request, partial(actions.register_attendee, event, attendee=attendee), _("%s is signed up.") % work.person.name, form=form):
            return go(request, "events_detail", pk)
    return show(request, "event", _context(request, event, form) | {"is_open": True}, status=422)


@require_POST
def change(request: HttpRequest, pk: int, registration: int) -> HttpResponse:
    """Take an offered seat, sign off, or let a colleague come instead."""
    row = get_object_or_404(
        registrations_of(request.desk.organisation, actor=request.actor).select_related("cluster"), event_id=pk, pk=registration
    )
    if request.POST.get("answer") == "accept":
        do(request, partial(actions.accept_offer, row), _("The seat is yours."))
    elif instead := request.POST.get("instead", ""):
        work = get_object_or_404(_colleagues(request), person_id=instead if instead.isdigit() else 0)
        to = {"to": work.person, "email": _address(work.person)}
        do(request, partial(actions.substitute_attendee, row, **to), _("%s comes instead.") % work.person.name)
    else:
        do(request, partial(actions.cancel_registration, row), _("%s is signed off.") % row.name)
    return go(request, "events_detail", pk)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Show the secret address under which a calendar program finds what one has a seat at."""
    person = _me(request)
    if person is None:
        raise Http404
    path = reverse("calendars:person", args=[request.cluster.slug, calendar_token(person, request.cluster)])
    return show(request, "event_calendar", {"address": request.build_absolute_uri(path)})


class SignUpForm(forms.Form):
    """Who of the company comes, and what the event asks."""

    person = forms.TypedChoiceField(label=gettext_lazy("Who comes"), coerce=int)

    def __init__(self, *args: Any, event: Event, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people
        for question in event.questions.before():
            self.fields[f"question_{question.pk}"] = question_field(question)

    def answers(self) -> dict[int, str]:
        """Return what was answered, by question."""
        data = self.cleaned_data
        return {int(name.removeprefix("question_")): str(value) for name, value in data.items() if name.startswith("question_") and value}


def _find(request: HttpRequest, pk: int) -> Event:
    found: Event = get_object_or_404(Event.objects.visible_to(request.actor).select_related("cluster"), pk=pk)
    return found


def _me(request: HttpRequest) -> Person | None:
    return getattr(request.user, "person", None)


def _colleagues(request: HttpRequest) -> Any:
    return people_of(request.desk.organisation, on_day=day_of(timezone.now()))


def _address(person: Person) -> str:
    return next((email.address for email in sorted(person.emails.all(), key=lambda email: not email.is_primary)), "")


def _attendee(request: HttpRequest, work: Affiliation, answers: dict[int, str]) -> Attendee:
    person = work.person
    return Attendee(
        person.name, _address(person), person=person, organisation=request.desk.organisation, language=person.language, answers=answers
    )


def _form(request: HttpRequest, event: Event) -> SignUpForm:
    me = _me(request)
    works = sorted(_colleagues(request), key=lambda work: (me is None or work.person_id != me.pk, work.person.name))
    coming = set(Registration.objects.filter(event=event).living().values_list("person_id", flat=True))
    people = [(work.person_id, work.person.name) for work in works if work.person.emails.all() and work.person_id not in coming]
    return SignUpForm(request.POST if request.method == "POST" else None, event=event, people=people)


def _context(request: HttpRequest, event: Event, form: SignUpForm) -> dict[str, Any]:
    now, organisation = timezone.now(), request.desk.organisation
    rows = list(registrations_of(organisation, actor=request.actor).filter(event=event))
    seats = seats_of(event, at=now, organisation_id=organisation.pk)
    cost = cost_of(event, Attendee("", "", organisation=organisation), of_company=seats.of_company, at=day_of(now))
    left = None if event.seats is None else 0 if seats.waiting else max(event.seats - seats.taken, 0)
    language = request.LANGUAGE_CODE[:2]
    return {
        "event": event, "form": form, "cost": cost, "left": left, "waiting": seats.waiting, "html": rendered(in_language(event.body, language)),
        "rows": [{"row": row, "state": row.state.value, "position": position_of(row) if row.state == "waiting" else 0} for row in rows],
        "colleagues": form.fields["person"].choices, "is_over": event.ends_at <= now,
    }  # fmt: skip
