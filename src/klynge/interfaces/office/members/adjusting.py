"""Another fee for one member."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klynge.core.clock import day_of
from klynge.membership import actions, policies

from .doing import allow, do, find, post, show_form
from .forms import AdjustForm


def adjust(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree on another fee."""
    membership = find(request, pk)
    allow(policies.may_adjust_fee(request.actor, membership))
    form = AdjustForm(request.POST or None, initial={"from_on": day_of(timezone.now()).replace(month=1, day=1)})
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and do(
        request, form, partial(actions.adjust_fee, membership, **form.asked()), _("The fee is adjusted for the terms to come.")
    ):
        return redirect("office:members:detail", request.cluster.slug, pk)
    hint = _("It counts for the terms that start in the span and are not billed yet; what is billed stays as it is.")
    return show_form(request, membership, form, _("Adjust the fee"), hint=hint)


@require_POST
def withdraw(request: HttpRequest, pk: int, adjustment: int) -> HttpResponse:
    """Take an adjustment back."""
    found = get_object_or_404(find(request, pk).adjustments, pk=adjustment)
    return post(request, pk, partial(actions.withdraw_adjustment, found), _("The adjustment is withdrawn."))
