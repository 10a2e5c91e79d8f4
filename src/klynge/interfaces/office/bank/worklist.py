"""What waits for a decision, one page for each kind; Enter accepts the first proposal, and the next one stands ready."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from klynge.banking.queries import accounts
from klynge.billing import actions, policies
from klynge.billing.queries.worklist import KINDS, sheets, waiting, waiting_counts
from klynge.core import jobs
from klynge.core.errors import HouseError, Refused
from klynge.interfaces.office.paging import page_of

from .forms import AsideForm

PAGE = "office/bank/worklist.html"


@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """Show what waits."""
    return render(request, PAGE, facts(request))


def facts(request: HttpRequest, **more: Any) -> dict[str, Any]:
    """Return what the page shows: the kind that the address asks for, else the first in which anything waits."""
    counts = waiting_counts(request.actor)
    asked = request.GET.get("kind") or request.POST.get("kind") or ""
    kind = asked if asked in KINDS else next((name for name, count in counts.items() if count), "proposed")
    page = page_of(request, waiting(request.actor, kind), size=25)
    return {
        "kind": kind,
        "kinds": [(name, label, counts[name]) for name, (label, _condition) in KINDS.items()],
        "page": page,
        "sheets": sheets(page.object_list),
        "form": AsideForm(),
        "has_accounts": accounts(request.cluster).exists(),
        "may_book": policies.may_record_payment(request.actor, request.cluster),
        "is_looking": jobs.is_pending("billing.match_entries", cluster_id=request.cluster.pk),
        **more,
    }


@require_POST
def set_aside(request: HttpRequest) -> HttpResponse:
    """Set aside what was ticked, all for one reason."""
    form = AsideForm(request.POST)
    ticked = [int(pk) for pk in request.POST.getlist("entry") if pk.isascii() and pk.isdigit() and len(pk) < 19]
    if not ticked:
        form.add_error(None, _("Tick the entries first."))
    if form.is_valid():
        try:
            count = actions.set_aside_entries(
                request.cluster, entry_ids=ticked, **form.cleaned_data, actor=request.actor, at=timezone.now()
            )
        except Refused as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except HouseError as refusal:
            form.add_error(getattr(refusal, "field", None), str(refusal))
        else:
            messages.success(request, ngettext("%s entry is set aside.", "%s entries are set aside.", count) % count)
            return redirect(f"{request.path.removesuffix('aside/')}?kind={facts(request)['kind']}")
    return render(request, PAGE, facts(request, form=form, ticked=ticked), status=422)


@require_POST
def match(request: HttpRequest) -> HttpResponse:
    """Let the worker go through what waits once more."""
    if not policies.may_record_payment(request.actor, request.cluster):
        raise PermissionDenied
    if not jobs.is_pending("billing.match_entries", cluster_id=request.cluster.pk):
        jobs.enqueue("billing.match_entries", cluster_id=request.cluster.pk)
    messages.success(request, _("What waits is looked at once more. Load the page again in a moment."))
    return redirect("office:bank:worklist", request.cluster.slug)
