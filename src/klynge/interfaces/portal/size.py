"""How large the company is: what is known, what next year costs, confirm or correct."""

from functools import partial

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klynge.core.clock import day_of
from klynge.directory import actions
from klynge.directory.models import SizeSource
from klynge.interfaces.wording.members import size_words
from klynge.membership.queries.declaring import SizeCycle, size_cycle
from klynge.membership.queries.offering import next_fee

from .showing import do, go, show

MOST = 1_000_000


class SizeForm(forms.Form):
    """The company's own figure."""

    employees = forms.IntegerField(
        label=gettext_lazy("Employees"), min_value=0, max_value=MOST,
        help_text=gettext_lazy("Everybody employed today, the owner included if the owner works there."),
    )  # fmt: skip


def size(request: HttpRequest) -> HttpResponse:
    """Show the cycle; ``?employees=`` previews another size; a POST declares it."""
    today = day_of(timezone.now())
    is_sent = request.method == "POST"
    asked = request.POST if is_sent else request.GET if "employees" in request.GET else None
    form = SizeForm(asked)
    given = form.cleaned_data["employees"] if asked is not None and form.is_valid() else None
    if is_sent and given is not None:
        told = {"low": given, "high": given, "as_of": today, "source": SizeSource.MEMBER, "is_confirmed": True}
        if do(request, partial(actions.declare_size, request.desk.organisation, **told), _("Thank you: the size is declared."), form=form):
            return go(request, "size")
    cycle = size_cycle(request.desk.membership, on=today)
    return show(request, "size", _facts(request, form, cycle, given), status=422 if is_sent and form.errors else 200)


def _facts(request: HttpRequest, form: SizeForm, cycle: SizeCycle, given: int | None) -> dict[str, object]:
    language, held, today = (get_language() or "da")[:2], request.desk.membership, day_of(timezone.now())
    now, now_problem = next_fee(held, size=None, on=today, language=language)
    then, then_problem = next_fee(held, size=(given, given), on=today, language=language) if given is not None else (None, "")
    return {
        "form": form,
        "cycle": cycle,
        "size": size_words(cycle.declaration),
        "register": size_words(cycle.register),
        "fee": now,
        "problem": now_problem,
        "given": given,
        "given_fee": then,
        "given_problem": then_problem,
        "is_running": held.during.upper is None,
    }


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the figure as it stands: an interval or an unconfirmed one becomes the company's word; one of last year is said anew."""
    declaration = get_object_or_404(request.desk.organisation.sizes, pk=pk)
    today = day_of(timezone.now())
    if declaration.confirmed_at is None:
        action = partial(actions.confirm_size, declaration)
    else:
        told = {"low": declaration.low, "high": declaration.high, "as_of": today, "source": SizeSource.MEMBER, "is_confirmed": True}
        action = partial(actions.declare_size, request.desk.organisation, metric=declaration.metric, **told)
    do(request, action, _("Thank you: the size is confirmed."))
    return go(request, "size")
