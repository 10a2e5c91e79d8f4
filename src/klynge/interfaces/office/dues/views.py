"""Dues runs on screen: plan, look at every amount and exception, release, follow the progress."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klynge.core.clock import day_of
from klynge.core.errors import HouseError
from klynge.interfaces.office.paging import page_of
from klynge.membership import actions, policies
from klynge.membership.models import DuesRun, LineState, Term
from klynge.membership.queries.dues import dues_lines, summaries, summarise
from klynge.membership.queries.issuing import is_stuck
from klynge.membership.rules.run_dates import dates_of

from .export import csv_rows
from .forms import PlanForm, ReleaseForm, UndoForm
from .wording import exception_rows, worded

RUN = "office/dues/run.html"


def run_list(request: HttpRequest) -> HttpResponse:
    """Show the cluster's runs, newest first."""
    runs = DuesRun.objects.visible_to(request.actor).select_related("term", "schedule", "release")
    page = page_of(request, runs)
    summed = summaries(list(page))
    context = {
        "page": page,
        "rows": [(run, summed[run.pk]) for run in page],
        "may_plan": policies.may_plan_dues(request.actor, request.cluster),
    }
    return render(request, "office/dues/list.html", context)


def plan(request: HttpRequest) -> HttpResponse:
    """Ask for the term and the days, then plan."""
    if not policies.may_plan_dues(request.actor, request.cluster):
        raise Http404
    terms = Term.objects.filter(closing__isnull=True)
    form = PlanForm(request.POST or None, terms=terms, today=day_of(timezone.now()))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.plan_dues(**form.cleaned_data, actor=request.actor, at=timezone.now())
            return redirect("office:dues:run", request.cluster.slug, made.pk)
        except HouseError as refusal:
            form.add_error(None, str(refusal))
    return render(request, "office/dues/plan.html", {"form": form}, status=422 if form.errors else 200)


def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one run: its figures, its exceptions, and a page of its lines."""
    return _show(request, _find(request, pk), ReleaseForm())


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Create the run's release; the worker then issues the invoices."""
    found, form = _find(request, pk), ReleaseForm(request.POST)
    if form.is_valid():
        try:
            actions.release_dues_run(found, note=form.cleaned_data["note"], actor=request.actor, at=timezone.now())
            return redirect("office:dues:run", request.cluster.slug, pk)
        except HouseError as refusal:
            form.add_error(None, str(refusal))
    return _show(request, _find(request, pk), form, status=422)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the plan aside."""
    found, form = _find(request, pk), ReleaseForm()
    try:
        actions.discard_dues_run(found, actor=request.actor, at=timezone.now())
    except HouseError as refusal:
        form = ReleaseForm({})
        form.full_clean()
        form.errors.clear()
        form.add_error(None, str(refusal))
        return _show(request, found, form, status=422)
    return redirect("office:dues:list", request.cluster.slug)


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a run go on that has come to a halt."""
    found = _find(request, pk)
    try:
        actions.resume_dues_run(found, actor=request.actor, at=timezone.now())
    except HouseError as refusal:
        return _show(request, _find(request, pk), ReleaseForm(), status=422, stopped_by=str(refusal))
    return redirect("office:dues:run", request.cluster.slug, pk)


def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Credit everything that the run has issued, after saying what that means."""
    found = _find(request, pk)
    if found.finished_at is None or not policies.may_release_dues(request.actor, request.cluster):
        raise Http404
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.undo_dues_run(found, reason=form.cleaned_data["reason"], actor=request.actor, at=timezone.now())
            return redirect("office:dues:run", request.cluster.slug, pk)
        except HouseError as refusal:
            form.add_error(None, str(refusal))
    context = {"run": found, "summary": summarise(found), "form": form}
    return render(request, "office/dues/undo.html", context, status=422 if form.errors else 200)


def line(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """Show why one member's amount is what it is."""
    found = _find(request, pk)
    chosen = get_object_or_404(dues_lines(found), pk=line)
    words = chosen.assessment.words.get(get_language()[:2], []) if chosen.assessment else []
    return render(request, "office/dues/line.html", {"run": found, "line": worded([chosen])[0], "words": words})


def lines_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Hand over every line as a file that Danish Excel opens as it is."""
    found = _find(request, pk)
    response = StreamingHttpResponse(csv_rows(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_("dues")}-{found.term.label.replace("/", "-")}.csv"'
    return response


def _find(request: HttpRequest, pk: int) -> DuesRun:
    runs = DuesRun.objects.visible_to(request.actor).select_related("term", "schedule", "release", "cluster", "next_term")
    return get_object_or_404(runs, pk=pk)


def _show(request: HttpRequest, found: DuesRun, form: ReleaseForm, *, status: int = 200, stopped_by: str = "") -> HttpResponse:
    state, exception = request.GET.get("state", ""), request.GET.get("exception", "")
    lines = dues_lines(found, state=state if state in LineState.values else "", exception=exception)
    page, summary = page_of(request, lines), summarise(found)
    context = {
        "run": found,
        "summary": summary,
        "page": worded(page),
        "exceptions": exception_rows(summary),
        "form": form,
        "is_stuck": is_stuck(found),
        "stopped_by": stopped_by,
        "moved": _moved(found),
        "state": state,
        "exception": exception,
        "states": LineState.choices,
        "may_release": policies.may_release_dues(request.actor, request.cluster),
        "may_plan": policies.may_plan_dues(request.actor, request.cluster),
        "is_second": policies.is_second_pair_of_eyes(request.actor, found),
    }
    return render(request, RUN, context, status=status)


def _moved(found: DuesRun) -> dict[str, date] | None:
    """Return the days that the invoices would get if the plan were released today, when they are not the planned ones."""
    planned = (found.issue_on, found.due_on)
    days = dates_of(*planned, released_on=day_of(timezone.now()), payment_days=found.cluster.payment_days)
    return {"issue_on": days[0], "due_on": days[1]} if days != planned else None
