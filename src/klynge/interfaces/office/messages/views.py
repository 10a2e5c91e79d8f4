"""Messages on screen: the list, one message with its readers, and the mail as one reader gets it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from klynge.core.clock import day_of
from klynge.interfaces.office.outbox.mails import PREVIEW_POLICY
from klynge.interfaces.office.paging import page_of
from klynge.newsletters import policies
from klynge.newsletters.models import LeftOut, Message, MessageRecipient
from klynge.newsletters.queries.merging import Letter, writer
from klynge.newsletters.queries.recipients import counts, standing
from klynge.outbox.models import Mail
from klynge.outbox.queries import counts_of, render_mail

from .addresses import unsubscribe_at


@require_safe
def message_list(request: HttpRequest) -> HttpResponse:
    """Show the messages, newest first."""
    page = page_of(request, Message.objects.visible_to(request.actor).select_related("batch"))
    sent = counts_of([each.batch for each in page if each.batch])
    context = {
        "page": page,
        "rows": [(each, sent.get(each.batch_id)) for each in page],
        "may_write": policies.may_write(request.actor, request.cluster),
    }
    return render(request, "office/messages/list.html", context)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one message: who gets it, who does not and why, and how it looks to the reader that the address names."""
    message = find(request, pk)
    rows = _narrowed(request, message)
    page = page_of(request, rows)
    for row in page:
        row.left_out = row.reason  # on the page alone: what would be decided now
    by_reason = counts(message)
    context = {
        "message": message,
        "page": page,
        "readers": by_reason.pop("", 0),
        "left_out": [(reason, LeftOut(reason).label, n) for reason, n in sorted(by_reason.items())],
        "left_out_total": sum(by_reason.values()),
        "sent": counts_of([message.batch])[message.batch_id] if message.batch else None,
        "may_change": policies.may_change(request.actor, message),
        "shown": request.GET.get("shown", ""),
        **_shown(request, message, page),
    }
    return render(request, "office/messages/detail.html", context)


@require_safe
@xframe_options_sameorigin
def preview(request: HttpRequest, pk: int, recipient: int) -> HttpResponse:
    """Show the mail as this reader's program will."""
    message = find(request, pk)
    row = get_object_or_404(standing(message), pk=recipient)
    letter = _letter(request, message, row)
    facts = letter.context | {"unsubscribe": "#" if letter.unsubscribe else ""}  # the reader's own link is not for the office
    mail = Mail(cluster=request.cluster, language=letter.language, template="newsletters/mail/message", context=facts)
    return HttpResponse(render_mail(mail).html, headers={"Content-Security-Policy": PREVIEW_POLICY})


def find(request: HttpRequest, pk: int) -> Message:
    """Return the message, for staff of its cluster."""
    return get_object_or_404(Message.objects.visible_to(request.actor).select_related("batch", "cluster"), pk=pk)


def _narrowed(request: HttpRequest, message: Message) -> Any:
    shown = request.GET.get("shown", "")
    if shown == "readers":
        return standing(message).filter(reason="")
    return standing(message).filter(reason=shown) if shown in LeftOut.values else standing(message)


def _shown(request: HttpRequest, message: Message, page: Any) -> dict[str, Any]:
    """Return the reader whose mail is shown, with the ones before and after; the first who gets one, unless the address names another."""
    wanted = request.GET.get("reader", "")
    rows = standing(message)
    known = rows.filter(pk=int(wanted)).first() if wanted.isascii() and wanted.isdigit() and len(wanted) < 18 else None
    row = known or rows.filter(reason="").first() or rows.first()
    near = rows.filter(reason="")
    if row:
        row.left_out = row.reason
    return {
        "reader": row,
        "letter": _letter(request, message, row) if row else None,
        "before": near.filter(pk__lt=row.pk).last() if row else None,
        "after": near.filter(pk__gt=row.pk).first() if row else None,
    }


def _letter(request: HttpRequest, message: Message, row: MessageRecipient) -> Letter:
    return writer(message, [row], unsubscribe_at=unsubscribe_at(request), on_day=day_of(timezone.now()))(row)
