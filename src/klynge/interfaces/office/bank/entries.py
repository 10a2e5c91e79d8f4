"""The entries of the bank as a list, and one entry with what became of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from klynge.banking import queries as bank
from klynge.banking.models import BankEntry
from klynge.billing import policies
from klynge.billing.models import EntryMatch
from klynge.billing.queries.worklist import decisions_of, entries_with_state, sheets
from klynge.interfaces.office.paging import page_of

from .forms import EntryForm


@require_safe
def entry_list(request: HttpRequest) -> HttpResponse:
    """Show what the bank told, the newest day first."""
    form, rows = narrowed(request)
    context = {"form": form, "page": page_of(request, rows), "is_narrowed": any(form.cleaned_data.values())}
    return render(request, "office/bank/entries.html", context)


def narrowed(request: HttpRequest) -> tuple[EntryForm, Any]:
    """Return the form as the address fills it, and the entries it narrows to."""
    form = EntryForm(request.GET, accounts=list(bank.accounts(request.cluster)))
    form.is_valid()
    data = form.cleaned_data
    wanted = bank.EntryFilter(
        search=data.get("search") or "", account_id=data.get("account"), since=data.get("since"), until=data.get("until"),
        direction=data.get("direction") or "",
    )  # fmt: skip
    return form, entries_with_state(request.cluster, wanted, state=data.get("state") or "")


@require_safe
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one entry: what the bank says, what it is taken for, and what was decided."""
    return render(request, "office/bank/entry.html", entry_facts(request, pk))


def entry_facts(request: HttpRequest, pk: int, **more: Any) -> dict[str, Any]:
    """Return what the page of one entry shows."""
    rows = BankEntry.objects.visible_to(request.actor).select_related("account", "file")
    found = get_object_or_404(rows, pk=pk)
    match = EntryMatch.objects.visible_to(request.actor).filter(entry=found).select_related("entry__account", "payer", "payment", "takes_back").first()  # fmt: skip
    return {
        "entry": found,
        "sheet": sheets([match])[0] if match else None,
        "decisions": decisions_of(match) if match else [],
        "may_book": policies.may_record_payment(request.actor, request.cluster),
        "may_reverse": policies.may_allocate(request.actor, request.cluster),
        **more,
    }


def find(request: HttpRequest, pk: int) -> EntryMatch:
    """Return where the entry stands, if the reader may see it."""
    rows = EntryMatch.objects.visible_to(request.actor).select_related("cluster", "entry__account", "payer", "payment")
    return get_object_or_404(rows, entry_id=pk)
