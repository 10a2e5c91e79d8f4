"""How engaged one company is, in words, and what the office has noted about it."""

from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from klynge.core.clock import day_of
from klynge.directory.models import Organisation
from klynge.engagement import actions, policies
from klynge.engagement.models import ActivityKind, FollowUp, Outcome, Score, Worklist
from klynge.engagement.queries.lists import activities_of, history_of, latest_computation, value_of, year_before
from klynge.engagement.queries.weighing import points
from klynge.interfaces.office.doing import attempt

from .views import row_of

PAGE_SIZE = 30


class NoteForm(forms.Form):
    """A contact with the company, or the plan of one."""

    worklist = forms.ChoiceField(label=gettext_lazy("Why"), choices=Worklist.choices)
    outcome = forms.ChoiceField(label=gettext_lazy("What came of it"), choices=Outcome.choices)
    contacted_on = forms.DateField(label=gettext_lazy("When"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    next_on = forms.DateField(
        label=gettext_lazy("Look again on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where the company stands and how that came about."""
    form = NoteForm(initial={"contacted_on": day_of(timezone.now())})
    return _show(request, _find(request, pk), form)


@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a contact."""
    organisation = _find(request, pk)
    if not policies.may_follow_up(request.actor, request.cluster):
        raise PermissionDenied
    form = NoteForm(request.POST)
    if form.is_valid():
        noted = partial(actions.note_contact, organisation, cluster=request.cluster, **form.cleaned_data)
        if attempt(request, noted, _("The contact is noted."), form=form):
            return redirect("office:engagement:company", request.cluster.slug, pk)
    return _show(request, organisation, form, status=422)


def _find(request: HttpRequest, pk: int) -> Organisation:
    found: Organisation = get_object_or_404(Organisation.objects.visible_to(request.actor), pk=pk)
    return found


def _show(request: HttpRequest, organisation: Organisation, form: NoteForm, *, status: int = 200) -> HttpResponse:
    computation = latest_computation(request.cluster, actor=request.actor)
    score = (
        Score.objects.visible_to(request.actor)
        .filter(computation=computation, organisation=organisation)
        .select_related("organisation")
        .first()
    )
    history = history_of(organisation, actor=request.actor)
    first, end = year_before(day_of(timezone.now()))
    may_see_lists = policies.may_see_lists(request.actor, request.cluster)
    context = {
        "organisation": organisation, "computation": computation, "row": row_of(score) if score else None, "said": [_said(part) for part in score.parts] if score else [],
        "chart": [(str(_("Contributes")), [(f"{each['on']:%m/%y}", each["contributes"]) for each in history]), (str(_("Benefits")), [(f"{each['on']:%m/%y}", each["benefits"]) for each in history])] if len(history) > 1 else [],
        "given": value_of(organisation, cluster=request.cluster, first=first, end=end), "first": first,
        "page": Paginator(activities_of(organisation, actor=request.actor), PAGE_SIZE).get_page(request.GET.get("page")),
        "notes": FollowUp.objects.visible_to(request.actor).filter(organisation=organisation)[:20], "may_see_lists": may_see_lists,
        "may_note": may_see_lists and policies.may_follow_up(request.actor, request.cluster), "form": form,
    }  # fmt: skip
    return render(request, "office/engagement/company.html", context, status=status)


def _said(part: dict[str, Any]) -> dict[str, Any]:
    """Say one part of a score in words."""
    words = ngettext("once", "%(n)d times", part["times"]) % {"n": part["times"]}
    if part["people"]:
        words += ", " + ngettext("by one person", "by %(n)d people", part["people"]) % {"n": part["people"]}
    return {"kind": ActivityKind(part["kind"]).label, "words": words, "last_on": date.fromisoformat(part["last_on"]), "full": points(part["full"]), "counted": points(part["counted"]), "is_given": part["axis"] == "contributes"}  # fmt: skip
