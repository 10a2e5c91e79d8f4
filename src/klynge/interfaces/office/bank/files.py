"""Files from the bank: sent, being read, read or refused with the reason."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from klynge.banking import actions, policies, queries
from klynge.banking.models import BankFile, BankFileState
from klynge.interfaces.office.paging import page_of

from .deciding import done
from .forms import FileForm


@require_safe
def file_list(request: HttpRequest) -> HttpResponse:
    """Show the files, the newest first."""
    page = page_of(request, BankFile.objects.visible_to(request.actor).order_by("-id"))
    context = {
        "page": page,
        "rows": [(file, queries.refusal_text(**file.refusal) if file.refusal else "") for file in page],
        "is_reading": any(file.state == BankFileState.WAITING for file in page),
        "may_import": policies.may_import(request.actor, request.cluster),
        "has_accounts": queries.accounts(request.cluster).exists(),
    }
    return render(request, "office/bank/files.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """Take a file; the worker reads it."""
    if not policies.may_import(request.actor, request.cluster):
        raise PermissionDenied
    accounts = queries.accounts(request.cluster)
    form = FileForm(request.POST or None, request.FILES or None, accounts=accounts, initial={"account": queries.default_account(request.cluster)})  # fmt: skip
    if request.method == "POST" and form.is_valid():
        file, account = form.cleaned_data["file"], form.cleaned_data["account"]
        facts = {"name": file.name, "content": file.read(), "account": account, "actor": request.actor, "at": timezone.now()}
        if done(form, lambda: actions.receive_file(request.cluster, **facts)):
            messages.success(request, _("The file is being read."))
            return redirect("office:bank:files", request.cluster.slug)
    context = {"form": form, "has_accounts": accounts.exists()}
    return render(request, "office/bank/new_file.html", context, status=422 if form.errors else 200)
