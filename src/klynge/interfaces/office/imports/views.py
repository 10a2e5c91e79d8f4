"""Member files on screen."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klynge.core.errors import HouseError, Refused
from klynge.files.queries import read
from klynge.interfaces.office.paging import page_of
from klynge.membership import actions, policies
from klynge.membership.models import ImportRun, RowOutcome
from klynge.membership.queries.importing import rows_of

from .forms import ColumnsForm, UploadForm
from .wording import shown_rows

NEW = "office/imports/new.html"


@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    """Show the files that were uploaded, newest first."""
    runs = ImportRun.objects.visible_to(request.actor).select_related("file", "rejects")
    context = {"page": page_of(request, runs), "may_import": policies.may_import(request.actor, request.cluster)}
    return render(request, "office/imports/list.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """Take a file and show what it would change."""
    _allow(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        facts = {"name": file.name, "content": file.read(), "confirms_sizes": form.cleaned_data["confirms_sizes"]}
        try:
            run = actions.rehearse_import(request.cluster, **facts, actor=request.actor, at=timezone.now())
            return redirect("office:imports:rehearsal", request.cluster.slug, run.pk)
        except HouseError as refusal:
            form.add_error("file", str(refusal))
    return render(request, NEW, {"form": form}, status=422 if form.errors else 200)


@require_safe
def rehearsal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what becomes of every row, and why."""
    return _show(request, _find(request, pk))


@require_POST
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the columns as chosen, remember that, and rehearse anew."""
    run = _find(request, pk)
    form = _columns_form(run, request.POST)
    if form.is_valid():
        try:
            actions.plan_import(run, **form.asked(), remembers=True, actor=request.actor, at=timezone.now())
            return redirect("office:imports:rehearsal", request.cluster.slug, pk)
        except Refused as refusal:
            raise PermissionDenied from refusal
        except HouseError as refusal:
            form.add_error(None, str(refusal))
    return _show(request, run, form, status=422)


@require_POST
def answer(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Say which company a row means: one of those shown, or a new one."""
    chosen = request.POST.get("organisation", "")
    if not chosen.isascii() or not (chosen.isdigit() or chosen == "new"):
        raise Http404
    organisation_id = int(chosen) if chosen != "new" else None
    action = partial(actions.answer_import_row, _find(request, pk), number=number, organisation_id=organisation_id)
    return _do(request, pk, action, _("Row %s is decided.") % number)


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the worker read the good rows in."""
    return _do(request, pk, partial(actions.start_import, _find(request, pk)), _("The good rows are being read in."))


@require_safe
def rejects(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the faulty rows back with the reasons."""
    run = _find(request, pk)
    if run.rejects is None:
        raise Http404
    response = HttpResponse(read(run.rejects), content_type=run.rejects.content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=run.rejects.name)
    return response


def _allow(request: HttpRequest) -> None:
    if not policies.may_import(request.actor, request.cluster):
        raise PermissionDenied


def _find(request: HttpRequest, pk: int) -> ImportRun:
    return get_object_or_404(ImportRun.objects.visible_to(request.actor).select_related("file", "rejects", "cluster"), pk=pk)


def _do(request: HttpRequest, pk: int, action: Callable[..., Any], said: str) -> HttpResponse:
    try:
        action(actor=request.actor, at=timezone.now())
    except Refused as refusal:
        raise PermissionDenied from refusal
    except HouseError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("office:imports:rehearsal", request.cluster.slug, pk)


def _columns_form(run: ImportRun, data: Any = None) -> ColumnsForm:
    return ColumnsForm(data, headers=run.headers, columns=run.columns, confirms_sizes=run.confirms_sizes)


def _show(request: HttpRequest, run: ImportRun, form: ColumnsForm | None = None, *, status: int = 200) -> HttpResponse:
    outcome = request.GET.get("outcome", "")
    page = page_of(request, rows_of(run, outcome=outcome if outcome in RowOutcome.values else ""))
    good = run.counts.get("new", 0) + run.counts.get("update", 0)
    context = {
        "run": run,
        "page": page,
        "rows": shown_rows(run, page),
        "outcome": outcome,
        "tabs": [(value, label, run.counts.get(value, 0)) for value, label in RowOutcome.choices],
        "form": form or _columns_form(run),
        "good": good,
        "done": run.rows.filter(number__lte=run.done_through, outcome__in=("new", "update")).count() if run.started_at else 0,
        "not_read": [header for header in run.headers if header not in run.columns],
        "may_change": run.started_at is None and run.committed_at is None and policies.may_import(request.actor, request.cluster),
    }
    return render(request, "office/imports/rehearsal.html", context, status=status)
