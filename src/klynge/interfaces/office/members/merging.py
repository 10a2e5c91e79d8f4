"""Two organisations become one: find the other, see what would happen, confirm; and undo it."""

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from klynge.core.clock import day_of
from klynge.directory import policies as directory
from klynge.directory.models import Organisation
from klynge.directory.queries.mergers import mergers_of
from klynge.directory.queries.merging import plan_merger
from klynge.directory.queries.searching import search
from klynge.interfaces.wording.members import cvr_words
from klynge.membership import actions, policies
from klynge.membership.models import Membership
from klynge.membership.queries.memberships import memberships_of
from klynge.membership.queries.merging import plan_member_merger

from .doing import allow, do, find, show_form
from .forms import MergerForm
from .wording import moved_words

MOST_FOUND = 20


def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is found, then both plans side by side; merge once that very plan is confirmed."""
    membership = find(request, pk)
    allow(_may(request, membership))
    others = Organisation.objects.visible_to(request.actor).filter(merged_into__isnull=True).exclude(pk=membership.organisation_id)
    form = _form(request, membership, others)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and do(request, form, partial(actions.merge_members, request.cluster, **form.asked()), _("The two are one now.")):
        return _to_survivor(request, membership, form.asked()["survivor"])
    context = {"membership": membership, "form": form, **_found(request, others), **_plans(request, form)}
    return render(request, "office/members/merge.html", context, status=422 if request.method == "POST" else 200)


def undo(request: HttpRequest, pk: int, merger: int) -> HttpResponse:
    """Take the two apart again."""
    membership = find(request, pk)
    allow(_may(request, membership))
    found = get_object_or_404(mergers_of(membership.organisation, cluster=request.cluster), pk=merger)
    if found.reversed_at is not None:
        raise Http404
    form = Form(request.POST if request.method == "POST" else None)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and do(request, form, partial(actions.unmerge_members, found), _("The merger is undone.")):
        return redirect("office:members:detail", request.cluster.slug, pk)
    hint = _(
        "%(loser)s gets back the people, roles and subsidiaries that moved, and its membership runs as it did before. "
        "What has been added to %(survivor)s since stays there. Invoices are not touched."
    ) % {"loser": found.loser.name, "survivor": found.survivor.name}
    return show_form(request, membership, form, _("Undo the merger"), hint=hint, is_danger=True)


def _may(request: HttpRequest, membership: Membership) -> bool:
    may_edit = directory.may_edit(request.actor, membership.organisation)
    return may_edit and policies.may_end(request.actor, request.cluster) and policies.may_admit(request.actor, request.cluster)


def _form(request: HttpRequest, membership: Membership, others: QuerySet[Organisation]) -> MergerForm:
    """Fill in today and this one as the survivor where the address says nothing of it."""
    sent = request.POST if request.method == "POST" else request.GET
    given = {"effective_on": day_of(timezone.now()), "kept": "this"} | {name: sent[name] for name in sent}
    return MergerForm(given if request.method == "POST" or "other" in sent else None, others=others, organisation=membership.organisation)


def _found(request: HttpRequest, others: QuerySet[Organisation]) -> dict[str, Any]:
    """Return what the search finds, each with its number as it is read."""
    text = request.GET.get("q", "").strip().replace("\x00", "")[:100]
    rows = list(search(others, text)[: MOST_FOUND + 1]) if text else []
    return {"q": text, "found": [(row, cvr_words(row.country, row.cvr)) for row in rows[:MOST_FOUND]], "is_more": len(rows) > MOST_FOUND}


def _plans(request: HttpRequest, form: MergerForm) -> dict[str, Any]:
    """Return both plans, once there is somebody to merge with and a day."""
    if not form.is_bound or {"other", "effective_on", "kept"} & set(form.errors):
        return {}
    asked = form.asked()
    plan, members = (each(request.cluster, **asked) for each in (plan_merger, plan_member_merger))
    return {
        "plan": plan,
        "members": members,
        "moves": [moved_words(row) for row in plan.moves],
        "ends": [moved_words(row) for row in plan.ends],
        "conflicts": [*plan.conflicts, *members.conflicts],
    }


def _to_survivor(request: HttpRequest, membership: Membership, survivor: Organisation) -> HttpResponse:
    """Go to the survivor's page; one that is no member has none."""
    held = memberships_of(survivor, cluster=request.cluster).first() or membership
    return redirect("office:members:detail", request.cluster.slug, held.pk)
