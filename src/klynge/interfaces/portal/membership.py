"""The membership: since when, what it costs and why, and how it ends."""

from datetime import date
from functools import partial

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klynge.core.clock import day_of
from klynge.interfaces.wording.members import STATUSES, TONES
from klynge.membership import actions
from klynge.membership.models import Resignation
from klynge.membership.queries.declaring import size_cycle
from klynge.membership.queries.memberships import end_words, preview_resignation, status_on, type_on
from klynge.membership.queries.offering import next_fee
from klynge.membership.queries.periods import periods_of

from .showing import do, go, may, require, show


class ResignForm(forms.Form):
    """Why the company leaves; nothing is asked that need not be answered."""

    note = forms.CharField(
        label=gettext_lazy("Why do you leave?"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It helps the cluster to become better. Only the secretariat reads it."),
    )  # fmt: skip


@require_safe
def membership(request: HttpRequest) -> HttpResponse:
    """Show since when, of which kind, each year's fee with its reasons, and what the next one will be."""
    held, today, language = request.desk.membership, day_of(timezone.now()), (get_language() or "da")[:2]
    status = status_on(held, today)
    is_running = held.during.upper is None
    following, problem = next_fee(held, size=None, on=today, language=language) if is_running else (None, "")
    context = {
        "membership": held,
        "type": type_on(held, today),
        "status": STATUSES[status],
        "status_tone": TONES[status],
        "ends": held.during.upper and end_words(held),
        "years": [(period, period.assessment.words.get(language, [])) for period in periods_of(held)],
        "next": following,
        "problem": problem,
        "cycle": size_cycle(held, on=today),
        "sees_money": may(request, "see_money"),
        "may_resign": may(request, "resign") and is_running and status != "upcoming",
        "notice": _open_notice(request, today) if may(request, "resign") else None,
    }
    return show(request, "membership", context)


def resign(request: HttpRequest) -> HttpResponse:
    """Show what notice today means, and take it."""
    require(request, "resign")
    held, today = request.desk.membership, day_of(timezone.now())
    if held.during.upper is not None:
        return go(request, "membership")
    form = ResignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        action = partial(actions.resign_membership, held, received_on=today, note=form.cleaned_data["note"])
        if do(request, action, _("The membership is resigned. You can take it back until the day on which it ends."), form=form):
            return go(request, "membership")
    context = {"form": form, "preview": preview_resignation(held, received_on=today), "rule": request.cluster.get_notice_rule_display()}
    return show(request, "resign", context, status=422 if form.errors else 200)


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Take the notice back."""
    require(request, "resign")
    notice = _open_notice(request, day_of(timezone.now()))
    if notice is not None:
        do(request, partial(actions.withdraw_resignation, notice), _("The notice is taken back: the membership goes on."))
    return go(request, "membership")


def _open_notice(request: HttpRequest, today: date) -> Resignation | None:
    """Return the notice that has been given and can still be taken back."""
    return request.desk.membership.resignations.filter(withdrawn_at__isnull=True, effective_on__gt=today).last()
