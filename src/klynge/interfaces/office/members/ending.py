"""How a membership ends, and how an end is undone."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klynge.core.clock import day_of
from klynge.membership import actions, policies
from klynge.membership.models import Membership
from klynge.membership.queries.memberships import preview_resignation, standing_resignation

from .doing import allow, do, find, post, show_form
from .forms import ExcludeForm, ReasonForm, ResignForm


def resign(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what notice on a day means, and record it once that very day has been shown."""
    membership, today = find(request, pk), day_of(timezone.now())
    allow(policies.may_end(request.actor, request.cluster))
    form = ResignForm(request.POST or None, initial={"received_on": today})
    given = form.cleaned_data if request.method == "POST" and form.is_valid() else {}
    day = given.get("received_on") or today
    if given and given["seen"] == day and "record" in request.POST:
        action = partial(actions.resign_membership, membership, received_on=day, note=given["note"])
        if do(request, form, action, _("The resignation is recorded.")):
            return redirect("office:members:detail", request.cluster.slug, pk)
    return _show_resignation(request, membership, form, day)


def _show_resignation(request: HttpRequest, membership: Membership, form: ResignForm, day: object) -> HttpResponse:
    preview = preview_resignation(membership, received_on=day)  # type: ignore[arg-type]
    context = {"membership": membership, "form": form, "preview": preview, "seen": preview.received_on.isoformat()}
    return render(request, "office/members/resign.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the resignation back."""
    resignation = standing_resignation(find(request, pk))
    if resignation is None:
        raise Http404
    return post(request, pk, partial(actions.withdraw_resignation, resignation), _("The resignation is taken back."))


def exclude(request: HttpRequest, pk: int) -> HttpResponse:
    """End the membership from the cluster's side."""
    membership = find(request, pk)
    allow(policies.may_end(request.actor, request.cluster))
    form = ExcludeForm(request.POST or None, initial={"effective_on": day_of(timezone.now())})
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and do(
        request, form, partial(actions.exclude_member, membership, **form.cleaned_data), _("The end of the membership is recorded.")
    ):
        return redirect("office:members:detail", request.cluster.slug, pk)
    hint = _("What is owed stays owed. The membership can be taken up again afterwards.")
    return show_form(request, membership, form, _("End the membership"), hint=hint, is_danger=True)


def annul(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away a membership that was entered by mistake."""
    membership = find(request, pk)
    allow(policies.may_end(request.actor, request.cluster))
    form = ReasonForm(request.POST or None)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and do(request, form, partial(actions.annul_membership, membership, **form.cleaned_data), _("The membership is annulled.")):
        return redirect("office:members:list", request.cluster.slug)
    hint = _("Only for a membership that was entered by mistake and never billed. The organisation stays; the audit log keeps what was.")
    return show_form(request, membership, form, _("Annul the membership"), hint=hint, is_danger=True)
