"""What the company has said yes to, whom it has been introduced to, and what came of it."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from klynge.core.clock import day_of
from klynge.interfaces.portal.showing import do, go, show
from klynge.interfaces.wording.matching import STAGE_TONES
from klynge.matchmaking import actions
from klynge.matchmaking.models import Match, OutcomeKind, Stage
from klynge.matchmaking.queries.matches import address_of, contact_of, matches_of, may_know, waiting_answers


class MeetingForm(forms.Form):
    """The day they met."""

    met_on = forms.DateField(label=gettext_lazy("Day you met"), widget=forms.DateInput(attrs={"type": "date"}))


class OutcomeForm(forms.Form):
    """What came of it, what it is worth, and a word about it."""

    kind = forms.ChoiceField(label=gettext_lazy("What came of it"), choices=OutcomeKind.choices)
    value = forms.IntegerField(
        label=gettext_lazy("Worth to you, about"), required=False, min_value=0, max_value=10**11,
        help_text=gettext_lazy("In whole kroner, by your own estimate. Only the secretariat sees it."),
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("In a few words"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2}))

    def facts(self) -> dict[str, Any]:
        """Return what the action takes."""
        value = self.cleaned_data["value"]
        return {"kind": self.cleaned_data["kind"], "note": self.cleaned_data["note"], "value_minor": None if value is None else value * 100}


@require_safe
def matches(request: HttpRequest) -> HttpResponse:
    """Show every match that the company may know of, the latest first, with what it can do about each."""
    own, day = request.desk.organisation, day_of(timezone.now())
    found = list(matches_of(own, cluster=request.cluster)[:200])
    asked = {each.match_id: each.months for each in waiting_answers(own, cluster=request.cluster)}
    rows = [_row(match, own.pk, day, asked) for match in found]
    return show(request, "matchmaking/matches", {"rows": rows, "waiting": len(asked)})


def _row(match: Match, own: int, day: Any, asked: dict[int, int]) -> dict[str, Any]:
    is_open = match.mutual_at is not None and match.closed_at is None
    known, other = may_know(match, own), match.second_id if match.first_id == own else match.first_id
    person = contact_of(match, other, on=day) if is_open else None
    return {
        "match": match,
        **known,
        "stage": Stage.INTERESTED.label if match.stage == Stage.INTERESTED else match.stage.label,
        "tone": STAGE_TONES[match.stage],
        "contact": person,
        "address": address_of(person),
        "is_open": is_open,
        "can_meet": is_open and match.met_at is None,
        "can_tell": is_open,
        "can_close": match.closed_at is None and match.outcome_at is None,
        "asked_months": asked.get(match.pk),
        "mine": next((each for each in match.outcomes.all() if each.organisation_id == own), None),
        "meeting_form": MeetingForm(initial={"met_on": day}, auto_id=f"id_%s_{match.pk}"),
        "outcome_form": OutcomeForm(auto_id=f"id_%s_{match.pk}"),
    }


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes to who is interested in the company's opportunity."""
    match = _find(request, pk)
    if not may_know(match, request.desk.organisation.pk)["to_answer"]:
        return go(request, "partners_matches")
    other = match.other_than(request.desk.organisation.pk)
    interest = partial(
        actions.say_interested, request.desk.organisation, cluster=request.cluster, other=other, message=request.POST.get("message", "")
    )
    do(request, interest, _("You both want to meet. We introduce you to each other."))
    return go(request, "partners_matches")


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the yes back, or say no."""
    do(request, partial(actions.close_match, _find(request, pk), organisation=request.desk.organisation), _("Closed."))
    return go(request, "partners_matches")


@require_POST
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Note the day they met."""
    match, form = _find(request, pk), MeetingForm(request.POST)
    if not form.is_valid():
        return _again(request, form)
    met = partial(actions.record_meeting, match, organisation=request.desk.organisation, met_on=form.cleaned_data["met_on"])
    do(request, met, _("Good. We ask you later what came of it."))
    return go(request, "partners_matches")


@require_POST
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell what came of it."""
    match, form = _find(request, pk), OutcomeForm(request.POST)
    if not form.is_valid():
        return _again(request, form)
    told = partial(actions.record_outcome, match, organisation=request.desk.organisation, **form.facts())
    do(request, told, _("Thank you. It helps us find the right partners for others too."))
    return go(request, "partners_matches")


def _again(request: HttpRequest, form: forms.Form) -> HttpResponse:
    messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return go(request, "partners_matches")


def _find(request: HttpRequest, pk: int) -> Match:
    found = Match.objects.visible_to(request.actor).of(frozenset([request.desk.organisation.pk]))
    return get_object_or_404(found.select_related("cluster", "first", "second"), pk=pk)
