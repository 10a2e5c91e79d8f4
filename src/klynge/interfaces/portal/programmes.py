"""Programmes for members: open calls, applying, hours, what came of it."""

from decimal import Decimal
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
from klynge.programmes import actions
from klynge.programmes.models import Application, Call, Hours, OutcomeKind, Participation, Programme
from klynge.programmes.queries.undertakings import room_of
from klynge.publishing.queries.rendering import rendered

from .showing import do, go, show


class ApplyForm(forms.Form):
    """What the company wants to do, and what it declares."""

    text = forms.CharField(label=gettext_lazy("What you want to do, and why"), max_length=8_000, widget=forms.Textarea(attrs={"rows": 8}))
    researcher = forms.CharField(label=gettext_lazy("With which researchers"), required=False, max_length=200)
    other_aid = forms.DecimalField(label=gettext_lazy("De minimis aid from others in the last three years, in euro"), min_value=0, max_digits=10, decimal_places=2, initial=0, help_text=gettext_lazy("To you and all companies of your group; a false declaration has to be paid back."))  # fmt: skip


class HoursForm(forms.Form):
    """Hours that somebody worked."""

    person = forms.TypedChoiceField(label=gettext_lazy("Who"), coerce=int)
    worked_on = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    hours = forms.DecimalField(label=gettext_lazy("Hours"), min_value=Decimal("0.25"), max_value=24, max_digits=4, decimal_places=2)
    activity = forms.CharField(label=gettext_lazy("What was done"), max_length=160)


class OutcomeForm(forms.Form):
    """What came of it."""

    kind = forms.ChoiceField(label=gettext_lazy("What came of it"), choices=OutcomeKind.choices)
    text = forms.CharField(label=gettext_lazy("In your own words"), max_length=500)


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """Show open calls, and what the company takes part in or has applied for."""
    today = day_of(timezone.now())
    own = Application.objects.visible_to(request.actor).filter(organisation=request.desk.organisation).select_related("call__programme")
    calls = Call.objects.filter(
        programme__in=Programme.objects.visible_to(request.actor), opens_on__lte=today, closes_on__gte=today
    ).select_related("programme")
    applied = {row.call_id for row in own if row.state in ("sent", "admitted")}
    open_calls = [{"call": each, "has_applied": each.pk in applied} for each in calls.order_by("closes_on", "pk")]
    return show(request, "programmes", {"calls": open_calls, "own": own.order_by("-pk")[:50], "seats": _seats(request)})


def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a call, and apply."""
    found = get_object_or_404(
        Call.objects.filter(programme__in=Programme.objects.visible_to(request.actor)).select_related("programme", "cluster"), pk=pk
    )
    form = ApplyForm(request.POST if request.method == "POST" else None)
    today = day_of(timezone.now())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        facts = {
            "text": data["text"],
            "researcher": data["researcher"],
            "other_aid_cents": int(data["other_aid"] * 100),
            "contact": _me(request),
        }
        sent = partial(actions.send_application, found, organisation=request.desk.organisation, **facts)
        if do(request, sent, _("The application is sent."), form=form):
            return go(request, "programmes")
    language = request.LANGUAGE_CODE[:2]
    context = {
        "call": found, "form": form, "is_open": found.is_open_on(today), "text": rendered(in_language(found.text, language)),
        "purpose": rendered(in_language(found.programme.purpose, language)), "room": room_of(request.desk.organisation, on=today),
    }  # fmt: skip
    return show(request, "programme_call", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an application back."""
    rows = Application.objects.visible_to(request.actor).filter(organisation=request.desk.organisation).select_related("cluster")
    do(request, partial(actions.withdraw_application, get_object_or_404(rows, pk=pk)), _("The application is withdrawn."))
    return go(request, "programmes")


@require_safe
def seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the company's part in a programme: milestones, hours, outcomes."""
    return _show(request, _seat(request, pk), _hours_form(request), OutcomeForm())


@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Note hours."""
    found, form = _seat(request, pk), _hours_form(request)
    if form.is_valid():
        data = form.cleaned_data
        facts = {
            "person": Person.objects.filter(pk=data["person"]).first(),
            "worked_on": data["worked_on"],
            "minutes": int(data["hours"] * 60),
            "activity": data["activity"],
        }
        if do(
            request,
            partial(actions.note_hours, found, **facts),
            _("The hours are noted; they count once the office has signed them."),
            form=form,
        ):
            return go(request, "programmes_seat", pk)
    return _show(request, found, form, OutcomeForm(), status=422)


@require_POST
def take_back(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Take one's own hours back while nobody has signed them."""
    rows = Hours.objects.filter(participation=_seat(request, pk), signed_at__isnull=True).select_related("participation", "cluster")
    do(request, partial(actions.reverse_hours, get_object_or_404(rows, pk=entry)), _("The hours are taken back."))
    return go(request, "programmes_seat", pk)


@require_POST
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what came of it."""
    found, form = _seat(request, pk), OutcomeForm(request.POST)
    if form.is_valid() and do(request, partial(actions.record_outcome, found, **form.cleaned_data), _("Thank you."), form=form):
        return go(request, "programmes_seat", pk)
    return _show(request, found, _hours_form(request, is_sent=False), form, status=422)


def _me(request: HttpRequest) -> Person | None:
    return getattr(request.user, "person", None)


def _seats(request: HttpRequest) -> Any:
    rows = Participation.objects.visible_to(request.actor).filter(organisation=request.desk.organisation)
    return rows.select_related("programme", "organisation", "cluster").order_by("-pk")


def _seat(request: HttpRequest, pk: int) -> Participation:
    found: Participation | None = _seats(request).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _hours_form(request: HttpRequest, *, is_sent: bool = True) -> HoursForm:
    form = HoursForm(request.POST if is_sent and request.method == "POST" else None, initial={"worked_on": day_of(timezone.now())})
    works = people_of(request.desk.organisation, on_day=day_of(timezone.now()))
    form.fields["person"].choices = [(work.person_id, work.person.name) for work in works]
    return form


def _show(request: HttpRequest, found: Participation, form: HoursForm, told: OutcomeForm, *, status: int = 200) -> HttpResponse:
    rows = found.hours.select_related("person")[:100]
    context = {
        "seat": found, "programme": found.programme, "form": form, "told": told, "milestones": found.programme.milestones.all(), "outcomes": found.outcomes.all(),
        "rows": [{"entry": row, "hours": row.minutes / 60} for row in rows], "today": day_of(timezone.now()),
    }  # fmt: skip
    return show(request, "programme_seat", context, status=status)
