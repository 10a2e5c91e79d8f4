"""Answering an application: ask, endorse, reject, approve."""

from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klynge.core.clock import day_of
from klynge.core.texts import in_language
from klynge.interfaces.office.doing import attempt
from klynge.membership import actions, policies
from klynge.membership.models import Application, ApplicationState, DropOut, MembershipType
from klynge.membership.queries.types import types_of
from klynge.membership.rules.applications import may_follow

from .views import facts_of, find

TITLES = {
    "needs_info": gettext_lazy("Ask the applicant"),
    "endorsed": gettext_lazy("Write down the board's decision"),
    "rejected": gettext_lazy("Reject the application"),
}
NOTES = {
    "needs_info": gettext_lazy("Your question. It is sent by mail at once, with the link to the form."),
    "endorsed": gettext_lazy("When and where the board decided. The applicant does not see it."),
    "rejected": gettext_lazy("What you want to say to the applicant. It is sent by mail at once."),
}


class ApproveForm(forms.Form):
    """From when, and as what."""

    joined_on = forms.DateField(label=gettext_lazy("Member from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    type = forms.ModelChoiceField(label=gettext_lazy("Kind of member"), queryset=MembershipType.objects.none(), empty_label=None)
    note = forms.CharField(
        label=gettext_lazy("A word of welcome"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stands in the mail that says that the company is a member."),
    )  # fmt: skip

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        today = day_of(timezone.now())
        first = max(application.wished_on or today, today)
        super().__init__(*args, initial={"joined_on": first, "type": application.type_id}, **kwargs)
        self.fields["type"].queryset = types_of(application.cluster)
        self.fields["type"].label_from_instance = lambda row: in_language(row.name) or row.code


class AnswerForm(forms.Form):
    """The words, and for a rejection the reason that is counted."""

    drop_out = forms.ChoiceField(label=gettext_lazy("Reason"), choices=[("", "–"), *DropOut.choices])
    note = forms.CharField(label=gettext_lazy("Words"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = NOTES[state]
        if state != ApplicationState.REJECTED:
            del self.fields["drop_out"]


def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what approving does, and do it: member, period and invoice at once."""
    found = _open(request, pk, ApplicationState.APPROVED)
    form = ApproveForm(request.POST or None, application=found)
    if request.method == "POST" and form.is_valid():
        action = partial(actions.approve_application, found, site=_site(request), **form.cleaned_data)
        if made := attempt(request, action, _("%s is a member now.") % found.name, form=form):
            return redirect("office:members:detail", request.cluster.slug, made.pk)
    context = {**facts_of(request, found), "form": form, "form_title": _("Approve"), "is_approval": True}
    return render(request, "office/applications/answer.html", context, status=422 if form.errors else 200)


def answer(request: HttpRequest, pk: int, state: str) -> HttpResponse:
    """Ask, endorse or reject."""
    if state not in TITLES:
        raise Http404
    found = _open(request, pk, state)
    form = AnswerForm(request.POST or None, state=state)
    if request.method == "POST" and form.is_valid():
        action = partial(actions.decide_application, found, state=state, site=_site(request), **form.cleaned_data)
        if attempt(request, action, _("Your answer is written down."), form=form):
            return redirect("office:applications:detail", request.cluster.slug, pk)
    context = {**facts_of(request, found), "form": form, "form_title": TITLES[state]}
    return render(request, "office/applications/answer.html", context, status=422 if form.errors else 200)


def _open(request: HttpRequest, pk: int, following: str) -> Application:
    found = find(request, pk)
    if not policies.may_admit(request.actor, request.cluster):
        raise PermissionDenied
    if not may_follow(found.state, following):
        raise Http404
    return found


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
