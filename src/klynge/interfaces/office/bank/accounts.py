"""The cluster's bank accounts, and whether what came in of them is whole."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from klynge.banking import actions, policies, queries
from klynge.banking.models import BankAccount
from klynge.core.clock import day_of

from .deciding import done
from .forms import AccountForm


@require_safe
def account_list(request: HttpRequest) -> HttpResponse:
    """Show the accounts with what the bank told last, and what is missing."""
    rows = [_facts(account) for account in queries.accounts(request.cluster)]
    return render(
        request, "office/bank/accounts.html", {"rows": rows, "may_add": policies.may_keep_accounts(request.actor, request.cluster)}
    )


def _facts(account: BankAccount) -> dict[str, Any]:
    told = queries.balance_told(account, on=day_of(timezone.now()))
    return {"account": account, "told_on": told[0] if told else None, "told_minor": told[1] if told else 0, "gaps": queries.gaps(account)}


def new(request: HttpRequest) -> HttpResponse:
    """Add an account."""
    if not policies.may_keep_accounts(request.actor, request.cluster):
        raise PermissionDenied
    known = {"currency": request.cluster.currency} | (
        {} if queries.accounts(request.cluster).exists() else {"identifier": request.cluster.iban}
    )
    form = AccountForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        facts = {**form.cleaned_data, "actor": request.actor, "at": timezone.now()}
        if done(form, lambda: actions.add_account(request.cluster, **facts)):
            messages.success(request, _("The account is added."))
            return redirect("office:bank:accounts", request.cluster.slug)
    return render(request, "office/bank/new_account.html", {"form": form}, status=422 if form.errors else 200)
