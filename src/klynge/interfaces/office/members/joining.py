"""How a membership begins, goes on, and changes its type."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from klynge.core.clock import day_of
from klynge.membership import actions, policies

from .doing import allow, do, find, show_form
from .forms import NewMemberForm, ReinstateForm, TypeForm


def new(request: HttpRequest) -> HttpResponse:
    """Register an organisation as a member, with its size and its contact."""
    allow(policies.may_admit(request.actor, request.cluster))
    form = NewMemberForm(request.POST or None, cluster=request.cluster, initial={"joined_on": day_of(timezone.now())})
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and (
        made := do(request, form, partial(actions.register_member, request.cluster, **form.asked()), _("The member is registered."))
    ):
        return redirect("office:members:detail", request.cluster.slug, made.pk)
    return render(request, "office/members/new.html", {"form": form}, status=422 if form.errors else 200)


def change_type(request: HttpRequest, pk: int) -> HttpResponse:
    """Make it a member of another type from a term to come."""
    membership = find(request, pk)
    allow(policies.may_admit(request.actor, request.cluster))
    form = TypeForm(request.POST or None, membership=membership, today=day_of(timezone.now()), initial={"type": membership.type_id})
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and do(request, form, partial(actions.change_membership_type, membership, **form.cleaned_data), _("The type is changed.")):
        return redirect("office:members:detail", request.cluster.slug, pk)
    hint = _(
        "The running term keeps its type and its price. Only terms that have not begun can be chosen; open one first if there is none."
    )
    return show_form(request, membership, form, _("Change the type"), hint=hint)


def reinstate(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an ended membership up again."""
    membership = find(request, pk)
    allow(policies.may_admit(request.actor, request.cluster))
    form = ReinstateForm(request.POST or None, initial={"from_on": membership.during.upper})
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and (
        made := do(request, form, partial(actions.reinstate_membership, membership, **form.cleaned_data), _("The membership goes on."))
    ):
        return redirect("office:members:detail", request.cluster.slug, made.pk)
    return show_form(request, membership, form, _("Take the membership up again"))
