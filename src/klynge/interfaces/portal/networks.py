"""Focus networks for members: which there are, the company's seats, meetings, minutes and papers."""

from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from klynge.core.clock import day_of
from klynge.core.texts import in_language
from klynge.directory.models import Person
from klynge.directory.queries.people import people_of
from klynge.interfaces.wording.papers import handed_out
from klynge.networks import actions, policies
from klynge.networks.models import Announcement, Document, Feedback, Network, NetworkMeeting, Seat, SeatState, Thread
from klynge.networks.queries.seating import position_of, with_counts
from klynge.networks.queries.talking import with_posts
from klynge.publishing.queries.rendering import rendered

from .showing import do, go, show


class HolderForm(forms.Form):
    """Who of the company sits in the network, and who comes instead."""

    holder = forms.TypedChoiceField(label=gettext_lazy("Who sits in it for us"), coerce=int)
    substitute = forms.TypedChoiceField(label=gettext_lazy("Who comes instead"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].choices = people
        self.fields["substitute"].choices = [("", "–"), *people]

    def people(self) -> dict[str, Person | None]:
        """Return both; the fields offer nobody but the company's own people."""
        found = Person.objects.in_bulk([pk for pk in self.cleaned_data.values() if pk])
        return {"holder": found[self.cleaned_data["holder"]], "substitute": found.get(self.cleaned_data["substitute"])}


class FeedbackForm(forms.Form):
    """How a meeting was."""

    score = forms.TypedChoiceField(label=gettext_lazy("Would you recommend it to a colleague, 0 to 10?"), coerce=int, choices=[(n, str(n)) for n in range(10, -1, -1)])  # fmt: skip
    text = forms.CharField(label=gettext_lazy("In a sentence"), required=False, max_length=500)


@require_safe
def networks(request: HttpRequest) -> HttpResponse:
    """Show which networks there are, and in which the company sits."""
    seats = _own_seats(request)
    own: dict[int, list[Seat]] = {}
    for seat in seats:
        own.setdefault(seat.network_id, []).append(seat)
    found = [
        {"network": each, "seats": own.get(each.pk, [])} for each in with_counts(Network.objects.visible_to(request.actor)).order_by("pk")
    ]
    found.sort(key=lambda each: not each["seats"])
    return show(request, "networks", {"found": found})


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one network; to those who sit in it with its meetings, papers and news."""
    return _show(request, _find(request, pk), _form(request))


@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a seat, or ask for one."""
    network, form = _find(request, pk), _form(request)
    if form.is_valid():
        taken = partial(actions.take_seat, network, organisation=request.desk.organisation, **form.people())
        if do(request, taken, _("It is noted; see below where you stand."), form=form):
            return go(request, "networks_detail", pk)
    return _show(request, network, form, status=422)


@require_POST
def change(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """Let a colleague hold the company's seat, or give it back."""
    row = get_object_or_404(_own_seats(request), network=pk, pk=seat)
    if "leave" in request.POST:
        do(request, partial(actions.end_seat, row), _("The seat is given back."))
        return go(request, "networks")
    form = _form(request)
    if form.is_valid():
        do(request, partial(actions.change_seat, row, **form.people()), _("The seat is changed."))
        return go(request, "networks_detail", pk)
    return _show(request, _find(request, pk), form, status=422)


@require_safe
def meeting(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    """Show one meeting to those who sit in the network."""
    return _show_meeting(request, _meeting(request, pk, meeting), FeedbackForm())


@require_POST
def feedback(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    """Say how it was."""
    row, person, form = _meeting(request, pk, meeting), getattr(request.user, "person", None), FeedbackForm(request.POST)
    if person is None:
        raise Http404
    if form.is_valid() and do(request, partial(actions.give_feedback, row, person=person, **form.cleaned_data), _("Thank you.")):
        return go(request, "networks_meeting", pk, meeting)
    return _show_meeting(request, row, form, status=422)


@require_safe
def paper(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """Hand a paper out to whom it is for."""
    return handed_out(get_object_or_404(Document.objects.visible_to(request.actor).select_related("file"), network=pk, pk=paper))


def _find(request: HttpRequest, pk: int) -> Network:
    return get_object_or_404(with_counts(Network.objects.visible_to(request.actor)).select_related("cluster"), pk=pk)


def _meeting(request: HttpRequest, pk: int, meeting: int) -> NetworkMeeting:
    rows = NetworkMeeting.objects.visible_to(request.actor).select_related("network__cluster", "host", "cluster")
    return get_object_or_404(rows, network=pk, pk=meeting)


def _own_seats(request: HttpRequest) -> Any:
    rows = Seat.objects.visible_to(request.actor).living().filter(organisation=request.desk.organisation)
    return rows.select_related("network", "organisation", "holder", "substitute", "cluster").order_by("pk")


def _form(request: HttpRequest) -> HolderForm:
    works = people_of(request.desk.organisation, on_day=day_of(timezone.now()))
    people = [(work.person_id, work.person.name) for work in works]
    me = getattr(request.user, "person", None)
    return HolderForm(request.POST if request.method == "POST" else None, people=people, initial={"holder": me.pk if me else None})


def _show(request: HttpRequest, network: Network, form: HolderForm, *, status: int = 200) -> HttpResponse:
    now = timezone.now()
    seats = [{"seat": seat, "state": seat.state, "position": position_of(seat)} for seat in _own_seats(request).filter(network=network)]
    others = Seat.objects.visible_to(request.actor).filter(network=network).seated().select_related("organisation", "holder")
    meetings = NetworkMeeting.objects.visible_to(request.actor).filter(network=network).select_related("host")
    is_inside = any(each["state"] == SeatState.SEATED for each in seats)
    context = {
        "network": network, "form": form, "seats": seats, "is_inside": is_inside, "others": others.order_by("organisation__name", "pk")[:200],
        "purpose": rendered(in_language(network.purpose, request.LANGUAGE_CODE[:2])), "coming": meetings.filter(ends_at__gt=now).order_by("starts_at")[:10],
        "past": meetings.filter(ends_at__lte=now, cancelled_at__isnull=True)[:10], "papers": Document.objects.visible_to(request.actor).filter(network=network)[:30],
        "threads": with_posts(Thread.objects.visible_to(request.actor).filter(network=network)).order_by("-last_at", "-pk")[:5],
        "news": Announcement.objects.visible_to(request.actor).filter(network=network)[:10],
        "officers": network.officers.on(day_of(now)).select_related("person"), "may_run": policies.may_run(request.actor, network, on=day_of(now)),
        "requests": others.model.objects.filter(network=network, admitted_at__isnull=True).living().select_related("organisation", "holder"),
    }  # fmt: skip
    return show(request, "network", context, status=status)


def _show_meeting(request: HttpRequest, row: NetworkMeeting, form: FeedbackForm, *, status: int = 200) -> HttpResponse:
    person, now = getattr(request.user, "person", None), timezone.now()
    given = Feedback.objects.filter(meeting=row, person=person).first() if person else None
    context = {
        "network": row.network, "meeting": row, "agenda": rendered(row.agenda), "minutes": rendered(row.minutes), "form": form, "given": given,
        "papers": Document.objects.visible_to(request.actor).filter(meeting=row), "came": row.attendances.select_related("person", "organisation").order_by("organisation__name"),
        "may_tell": person is not None and row.attendances.filter(person=person).exists(), "may_run": policies.may_run(request.actor, row.network, on=day_of(now)),
        "is_begun": row.starts_at <= now,
    }  # fmt: skip
    return show(request, "network_meeting", context, status=status)
