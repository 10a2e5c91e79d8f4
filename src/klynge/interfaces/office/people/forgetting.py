"""Forgetting a person: what goes and what stays is shown, then it is done for good (GDPR article 17)."""

from functools import partial

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from klynge.core.clock import day_of
from klynge.directory.models import ForgetReason
from klynge.privacy import policies
from klynge.privacy.actions import forget_person
from klynge.privacy.queries.forgetting import plan_forgetting

from .doing import do, find

REASONS = [(reason.value, reason.label) for reason in (ForgetReason.ASKED, ForgetReason.LEFT)]


class ForgettingForm(forms.Form):
    """Why, and that it can't be undone is understood."""

    reason = forms.ChoiceField(label=gettext_lazy("Why"), choices=REASONS, initial=ForgetReason.ASKED, widget=forms.RadioSelect)
    is_final = forms.BooleanField(label=gettext_lazy("I know that this can't be undone"))


def forgetting(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what forgetting would do; do it when it is asked for with a reason."""
    person = find(request, pk)
    if not policies.may_forget(request.actor, person, request.cluster):
        raise PermissionDenied
    form = ForgettingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        action = partial(forget_person, person, cluster=request.cluster, reason=form.cleaned_data["reason"])
        if do(request, form, action, _("The person is forgotten.")):
            return redirect("office:people:list", request.cluster.slug)
    plan = plan_forgetting(person, cluster=request.cluster, on=day_of(timezone.now()))
    context = {"person": person, "plan": plan, "form": form}
    return render(request, "office/people/forgetting.html", context, status=422 if form.errors else 200)
