"""How engaged one company is, in words, and what the office has noted about it."""

from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from klynge.core.clock import day_of
from klynge.directory.models import Organisation
from klynge.engagement import actions, policies
from klynge.engagement.models import ActivityKind, FollowUp, Score
from klynge.engagement.queries.lists import activities_of, history_of, latest_computation, value_of, year_before
from klynge.engagement.queries.sources import BY_HAND
from klynge.engagement.queries.statement import file_name, statement_pdf
from klynge.engagement.queries.weighing import points
from klynge.interfaces.office.doing import attempt

from .forms import AddForm, NoteForm
from .views import row_of

PAGE_SIZE = 30


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where the company stands and how that came about."""
    form = NoteForm(initial={"contacted_on": day_of(timezone.now())})
    return show(request, find(request, pk), form)


@require_safe
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out what the last twelve months gave the company, as a PDF."""
    organisation, on = find(request, pk), day_of(timezone.now())
    content = statement_pdf(organisation, cluster=request.cluster, on=on, language=request.LANGUAGE_CODE[:2])
    headers = {"Content-Disposition": f'inline; filename="{file_name(on, request.LANGUAGE_CODE[:2])}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a contact."""
    organisation = find(request, pk)
    if not policies.may_follow_up(request.actor, request.cluster):
        raise PermissionDenied
    form = NoteForm(request.POST)
    if form.is_valid():
        noted = partial(actions.note_contact, organisation, cluster=request.cluster, **form.cleaned_data)
        if attempt(request, noted, _("The contact is noted."), form=form):
            return redirect("office:engagement:company", request.cluster.slug, pk)
    return show(request, organisation, form, status=422)


def find(request: HttpRequest, pk: int) -> Organisation:
    found: Organisation = get_object_or_404(Organisation.objects.visible_to(request.actor), pk=pk)
    return found


def show(
    request: HttpRequest, organisation: Organisation, form: NoteForm, *, adding: AddForm | None = None, status: int = 200
) -> HttpResponse:
    computation = latest_computation(request.cluster, actor=request.actor)
    score = (
        Score.objects.visible_to(request.actor)
        .filter(computation=computation, organisation=organisation)
        .select_related("organisation")
        .first()
    )
    history = history_of(organisation, actor=request.actor)
    first, end = year_before(day_of(timezone.now()))
    may_see_lists = policies.may_see_lists(request.actor, request.cluster)
    context = {
        "organisation": organisation, "computation": computation, "row": row_of(score) if score else None, "said": [_said(part) for part in score.parts] if score else [],
        "chart": [(str(_("Contributes")), [(f"{each['on']:%m/%y}", each["contributes"]) for each in history]), (str(_("Benefits")), [(f"{each['on']:%m/%y}", each["benefits"]) for each in history])] if len(history) > 1 else [],
        "given": value_of(organisation, cluster=request.cluster, first=first, end=end), "first": first,
        "page": Paginator(activities_of(organisation, actor=request.actor), PAGE_SIZE).get_page(request.GET.get("page")),
        "notes": FollowUp.objects.visible_to(request.actor).filter(organisation=organisation)[:20], "may_see_lists": may_see_lists,
        "may_add": policies.may_follow_up(request.actor, request.cluster), "adding": adding or AddForm(organisation=organisation, initial={"happened_on": end}), "BY_HAND": BY_HAND,
        "may_note": may_see_lists and policies.may_follow_up(request.actor, request.cluster), "form": form,
    }  # fmt: skip
    return render(request, "office/engagement/company.html", context, status=status)


def _said(part: dict[str, Any]) -> dict[str, Any]:
    """Say one part of a score in words."""
    words = ngettext("once", "%(n)d times", part["times"]) % {"n": part["times"]}
    if part["people"]:
        words += ", " + ngettext("by one person", "by %(n)d people", part["people"]) % {"n": part["people"]}
    return {"kind": ActivityKind(part["kind"]).label, "words": words, "last_on": date.fromisoformat(part["last_on"]), "full": points(part["full"]), "counted": points(part["counted"]), "is_given": part["axis"] == "contributes"}  # fmt: skip
