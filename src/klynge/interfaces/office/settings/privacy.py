"""Personal data: the record of processing, and deleting what was kept as long as it may be."""

from functools import partial

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klynge.core.clock import day_of
from klynge.interfaces.office.doing import attempt
from klynge.privacy import actions, policies
from klynge.privacy.models import RetentionRun, StandingOrder
from klynge.privacy.queries.fields import personal_fields
from klynge.privacy.queries.retention import WORDS, expired
from klynge.privacy.rules.retention import RULES

RUNS = 12


@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """Show what is kept about people, why and how long (GDPR article 30)."""
    return render(request, "office/settings/record.html", {"fields": personal_fields()})


@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """Show what is over its time, what was deleted before, and whether it goes by itself."""
    rows = expired(request.cluster, on=day_of(timezone.now()))
    runs = RetentionRun.objects.visible_to(request.actor)[:RUNS]
    context = {
        "rows": rows,
        "total": sum(row.count for row in rows),
        "runs": [(run, [(WORDS[rule][0], run.done[rule]) for rule in RULES if run.done.get(rule)]) for run in runs],
        "is_busy": any(run.finished_at is None for run in runs),
        "order": StandingOrder.objects.filter(cluster=request.cluster, ended_at__isnull=True).first(),
        "may_retain": policies.may_retain(request.actor, request.cluster),
    }
    return render(request, "office/settings/retention.html", context)


@require_POST
def delete(request: HttpRequest) -> HttpResponse:
    """Begin a round with the figures that were on the page."""
    shown = {rule: _figure(request, rule) for rule in RULES}
    return _done(request, partial(actions.start_retention, request.cluster, shown=shown), _("It is being deleted. Look again in a moment."))


@require_POST
def order(request: HttpRequest) -> HttpResponse:
    """Let it go every night from now on, or no longer."""
    is_wanted = forms.BooleanField(required=False).clean(request.POST.get("is_wanted", ""))
    said = _("From now on it goes every night.") if is_wanted else _("Nothing goes by itself any more.")
    return _done(request, partial(actions.order_retention, request.cluster, is_wanted=is_wanted), said)


def _figure(request: HttpRequest, rule: str) -> int:
    text = request.POST.get(rule, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _done(request: HttpRequest, action: partial[object], said: str) -> HttpResponse:
    attempt(request, action, said)
    return redirect("office:settings:retention", request.cluster.slug)
