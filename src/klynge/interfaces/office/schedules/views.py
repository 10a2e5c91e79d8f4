"""Fee schedules on screen: look, begin, adopt, copy, compare."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from klynge.core.clock import day_of
from klynge.core.errors import HouseError
from klynge.interfaces.office.paging import page_of
from klynge.interfaces.wording.schedules import rule_words
from klynge.membership import actions, policies
from klynge.membership.models import FeeSchedule, ScheduleStatus
from klynge.membership.queries import schedules as queries
from klynge.membership.rules.indexing import Index
from klynge.ui.formats import shortday

from .forms import AdoptForm, CopyForm, NewForm
from .trying import TryForm
from .wording import difference_rows, parts, whole_faults

FIRST = {
    "components": [{"code": "size", "method": "band", "label": {"da": "Kontingent", "en": "Membership dues"}, "metrics": ["headcount"]}]
}


def schedule_list(request: HttpRequest) -> HttpResponse:
    """Show the cluster's own schedules, and those of others kept for reference."""
    rows = FeeSchedule.objects.visible_to(request.actor)
    shows_references = "reference" in request.GET
    status = {"status": ScheduleStatus.REFERENCE}
    page = page_of(request, rows.filter(**status) if shows_references else rows.exclude(**status))
    context = {
        "page": page,
        "shows_references": shows_references,
        "current": queries.schedule_in_force(request.cluster, on=day_of(timezone.now())),
        "may_edit": policies.may_edit_schedule(request.actor, request.cluster),
    }
    return render(request, "office/schedules/list.html", context)


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one version: its scale, what is wrong with it, and what a size would pay."""
    found, today = find(request, pk), day_of(timezone.now())
    plain = queries.load_schedule(found)
    trying = TryForm(request.GET, plain=plain, cluster=request.cluster)
    context = {
        "schedule": found,
        "plain": plain,
        "parts": parts(plain),
        "faults": whole_faults(plain),
        "rules": [rule_words(rule, plain.currency) for rule in plain.fee_rules],
        "trying": trying,
        "previews": trying.previews(plain, request.cluster, on=today),
        "is_current": queries.schedule_in_force(request.cluster, on=today) == found,
        "may_edit": policies.may_edit_schedule(request.actor, request.cluster),
        "may_adopt": policies.may_adopt_schedule(request.actor, request.cluster),
    }
    return render(request, "office/schedules/detail.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """Begin a schedule with one part by size."""
    _may_edit(request)
    form = NewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_schedule(request.cluster, spec=FIRST, **form.cleaned_data, actor=request.actor, at=timezone.now())
            return redirect("office:schedules:edit", request.cluster.slug, made.pk)
        except HouseError as refusal:
            form.add_error(None, str(refusal))
    return render(request, "office/schedules/new.html", {"form": form}, status=422 if form.errors else 200)


def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a draft into force by a resolution."""
    found = find(request, pk)
    if not policies.may_adopt_schedule(request.actor, request.cluster) or found.status != ScheduleStatus.DRAFT:
        raise Http404
    form = AdoptForm(request.POST or None, initial={"adopted_on": day_of(timezone.now())})
    if request.method == "POST" and form.is_valid():
        try:
            actions.adopt_schedule(found, **form.cleaned_data, actor=request.actor, at=timezone.now())
            return redirect("office:schedules:detail", request.cluster.slug, pk)
        except HouseError as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "schedule": found, "plain": queries.load_schedule(found)}
    return render(request, "office/schedules/adopt.html", context, status=422 if form.errors else 200)


def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the next version, as a draft."""
    _may_edit(request)
    found, form = find(request, pk), CopyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        moved = {name: value or 0 for name, value in form.cleaned_data.items()}
        try:
            made = actions.copy_schedule(found, index=Index(**moved), actor=request.actor, at=timezone.now())
            return redirect("office:schedules:edit", request.cluster.slug, made.pk)
        except HouseError as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "schedule": found, "plain": queries.load_schedule(found)}
    return render(request, "office/schedules/copy.html", context, status=422 if form.errors else 200)


def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what differs from another version, by default from the one before."""
    found = find(request, pk)
    others = FeeSchedule.objects.visible_to(request.actor).exclude(pk=pk)
    chosen = request.GET.get("with", "")
    older = others.filter(code=found.code, version__lt=found.version).order_by("-version").first()
    other = get_object_or_404(others, pk=chosen) if chosen.isdecimal() else older or others.order_by("code", "-version").first()
    before, after = (queries.load_schedule(each) if each else None for each in (other, found))
    rows = difference_rows(queries.compare(before, after), found.currency) if before and after else []
    choices = [
        (each.pk, f"{each} · {each.get_status_display()} {shortday(each.effective_on)}") for each in others.order_by("code", "-version")
    ]
    context = {"schedule": found, "plain": after, "other": other, "other_plain": before, "rows": rows, "choices": choices}
    return render(request, "office/schedules/compare.html", context)


def find(request: HttpRequest, pk: int) -> FeeSchedule:
    """Return a schedule of the actor's cluster, or 404."""
    rows = FeeSchedule.objects.visible_to(request.actor).select_related("cluster", "product")
    return get_object_or_404(rows, pk=pk)


def _may_edit(request: HttpRequest) -> None:
    if not policies.may_edit_schedule(request.actor, request.cluster):
        raise Http404
