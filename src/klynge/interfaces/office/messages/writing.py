"""Write a message, try it, let it leave or discard it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from klynge.interfaces.office.doing import attempt
from klynge.interfaces.office.members.audience import members_as_filtered
from klynge.newsletters import actions, policies
from klynge.newsletters.queries.recipients import counts, standing
from klynge.newsletters.queries.wording import FIELD_NAMES
from klynge.newsletters.rules.merging import FIELDS

from .addresses import unsubscribe_at
from .forms import MessageForm, TextForm
from .views import find


def new(request: HttpRequest) -> HttpResponse:
    """Draft a message to the members that the address filters, as their list does."""
    if not policies.may_write(request.actor, request.cluster):
        raise PermissionDenied
    ids, query = members_as_filtered(request)
    form = MessageForm(request.POST or None, cluster=request.cluster)
    if request.method == "POST" and form.is_valid():
        facts = {
            "kind": form.cleaned_data["kind"],
            "contacts": form.cleaned_data["contacts"],
            "topic": form.cleaned_data.get("topic"),
            **form.texts(),
        }
        made = attempt(
            request, lambda **by: actions.draft_message(request.cluster, membership_ids=ids, audience=query, **facts, **by), form=form
        )
        if made:
            return redirect("office:messages:detail", request.cluster.slug, made.pk)
    return _form(request, form, {"members": len(ids), "query": query})


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a draft says."""
    message = _to_change(request, pk)
    form = TextForm(request.POST or None, cluster=request.cluster, initial=TextForm.initial_of(message))
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(request, lambda **by: actions.change_message(message, **form.texts(), **by), form=form)
    ):
        return redirect("office:messages:detail", request.cluster.slug, pk)
    return _form(request, form, {"message": message})


@require_POST
def try_out(request: HttpRequest, pk: int, recipient: int) -> HttpResponse:
    """Send oneself what this reader would get."""
    message = _to_change(request, pk)
    row = get_object_or_404(standing(message).select_related("message__cluster"), pk=recipient)
    said = _("A test is on its way to your own address.")
    return _act(request, pk, lambda **by: actions.try_message(row, **by), said)


def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then let the message leave."""
    message = _to_change(request, pk)
    if request.method == "POST":
        at = unsubscribe_at(request)
        said = _("Released. The mails leave now; this page follows them.")
        return _act(request, pk, lambda **by: actions.release_message(message, unsubscribe_at=at, **by), said)
    by_reason = counts(message)
    context = {"message": message, "readers": by_reason.pop("", 0), "left_out_total": sum(by_reason.values())}
    return render(request, "office/messages/ask.html", context | {"question": "office/messages/release.html"})


def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then discard the draft."""
    message = _to_change(request, pk)
    if request.method == "POST":
        said = _("Discarded. Nothing was sent.")
        return _act(request, pk, lambda **by: actions.discard_message(message, **by), said)
    return render(request, "office/messages/ask.html", {"message": message, "question": "office/messages/discard.html"})


def _to_change(request: HttpRequest, pk: int) -> Any:
    message = find(request, pk)
    if not policies.may_change(request.actor, message):
        raise PermissionDenied
    return message


def _form(request: HttpRequest, form: Form, more: dict[str, Any]) -> HttpResponse:
    danish = request.cluster.locale == "da"
    fields = [(FIELDS[name] if danish else name, label) for name, label in FIELD_NAMES.items()]
    return render(request, "office/messages/form.html", {"form": form, "fields": fields, **more}, status=422 if form.errors else 200)


def _act(request: HttpRequest, pk: int, action: Callable[..., Any], said: str) -> HttpResponse:
    attempt(request, action, said)
    return redirect("office:messages:detail", request.cluster.slug, pk)
