"""Kinds of members: what they are called, how they vote, whether they pay."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from klynge.membership import actions, policies
from klynge.membership.queries.types import types_of

from .doing import do, show_form
from .type_forms import TypeForm


def new_type(request: HttpRequest) -> HttpResponse:
    """Add a kind of member."""
    _allow(request)
    form = TypeForm(request.POST or None, is_new=True, initial={"votes": 1})
    if request.method == "POST" and form.is_valid():
        action = partial(actions.create_membership_type, request.cluster, code=form.cleaned_data["code"], **form.facts())
        if do(request, form, action):
            return redirect("office:settings:overview", request.cluster.slug)
    return show_form(request, form, _("New membership type"))


def member_type(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a kind of member for all who are of it."""
    _allow(request)
    found = get_object_or_404(types_of(request.cluster), pk=pk)
    form = TypeForm(request.POST or None, is_new=False, initial=TypeForm.initial_of(found))
    if request.method == "POST" and form.is_valid() and do(request, form, partial(actions.edit_membership_type, found, **form.facts())):
        return redirect("office:settings:overview", request.cluster.slug)
    return show_form(request, form, _("Membership type “%s”") % found.code)


def _allow(request: HttpRequest) -> None:
    if not policies.may_set_types(request.actor, request.cluster):
        raise PermissionDenied
