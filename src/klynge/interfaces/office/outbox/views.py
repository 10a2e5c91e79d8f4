"""Batches of mail on screen: look, release, follow."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from klynge.interfaces.office.doing import attempt
from klynge.interfaces.office.paging import page_of
from klynge.outbox import actions, policies, queries
from klynge.outbox.models import Batch, Mail

from .forms import LogFilter, ReasonForm
from .wording import TONES, rule_words


def batch_list(request: HttpRequest) -> HttpResponse:
    """Show the batches, newest first, with how many mails are in which state."""
    batches = Batch.objects.visible_to(request.actor).exclude(rule=queries.TEST_RULE)
    page = page_of(request, batches)
    counts = queries.counts_of(page)
    context = {"page": page, "rows": [(batch, counts[batch.pk]) for batch in page], "has_server": bool(settings.EMAIL_HOST)}
    return render(request, "office/outbox/list.html", context)


def log(request: HttpRequest) -> HttpResponse:
    """Show every mail of the cluster on one page, narrowed by the address."""
    form, page = _narrowed(request)
    return render(request, "office/outbox/log.html", {"form": form, "page": page, "rows": rows_of(page)})


def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one batch: its counts, its mails, and what can be done with it."""
    found = _find(request, pk)
    form, page = _narrowed(request, batch_id=pk)
    context = {
        "batch": found,
        "counts": queries.counts_of([found])[pk],
        "form": form,
        "page": page,
        "rows": rows_of(page),
        "reason_form": ReasonForm(),
        "may_release": policies.may_release(request.actor, found),
        "has_server": bool(settings.EMAIL_HOST),
    }
    return render(request, "office/outbox/batch.html", context)


def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then let the batch leave."""
    found = _find(request, pk)
    if request.method == "POST":
        done = _("Released. The mails leave now; this page follows them.")
        return act(request, lambda **by: actions.release_batch(found, **by), done, "office:outbox:batch", pk)
    return _ask(request, found, "office/outbox/release.html")


def skip(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, then stop what is left of the batch."""
    found = _find(request, pk)
    if request.method == "POST":
        reason = request.POST.get("reason", "").replace("\x00", "")[:300]
        return act(
            request,
            lambda **by: actions.skip_batch(found, reason=reason, **by),
            _("Stopped: the mails stay here."),
            "office:outbox:batch",
            pk,
        )
    return _ask(request, found, "office/outbox/skip.html", reason_form=ReasonForm())


def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the kept and failed mails back."""
    found = _find(request, pk)
    if request.method == "POST":
        return act(request, lambda **by: actions.retry_batch(found, **by), _("The mails wait again."), "office:outbox:batch", pk)
    return _ask(request, found, "office/outbox/retry.html")


def act(request: HttpRequest, action: Callable[..., Any], done: str, page: str, *args: object) -> HttpResponse:
    """Do one thing as the person signed in and go back to a page that says what came of it."""
    attempt(request, action, done)
    return redirect(page, request.cluster.slug, *args)


def rows_of(mails: Any) -> list[dict[str, Any]]:
    """Return what a row of the log shows, with the last entry of each mail's own log."""
    return [
        {"mail": mail, "tone": TONES[mail.status], "rule": rule_words(mail.rule), "last": next(iter(reversed(mail.attempts.all())), None)}
        for mail in mails
    ]


def _narrowed(request: HttpRequest, *, batch_id: int | None = None) -> tuple[LogFilter, Any]:
    form = LogFilter(request.GET)
    form.is_valid()
    wanted = {key: form.cleaned_data.get(key, "") for key in ("search", "status")}
    mails: QuerySet[Mail] = queries.log(request.cluster, batch_id=batch_id, **wanted).select_related("batch").prefetch_related("attempts")
    return form, page_of(request, mails)


def _find(request: HttpRequest, pk: int) -> Batch:
    return get_object_or_404(Batch.objects.visible_to(request.actor).select_related("cluster"), pk=pk)


def _ask(request: HttpRequest, found: Batch, template: str, **more: object) -> HttpResponse:
    if not policies.may_release(request.actor, found):
        raise PermissionDenied
    context = {"batch": found, "counts": queries.counts_of([found])[found.pk], "has_server": bool(settings.EMAIL_HOST), **more}
    return render(request, "office/outbox/ask.html", {"form_template": template, **context})
