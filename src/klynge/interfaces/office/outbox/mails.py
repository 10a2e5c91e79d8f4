"""One mail on screen, exactly as its reader will see it, with everything that happened to it."""

import logging

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from klynge.outbox import actions, policies, queries
from klynge.outbox.models import Mail

from .forms import ReasonForm, RetryForm
from .views import act
from .wording import TONES, rule_words

# The mail is shown in a frame that runs nothing and loads nothing; mails carry inline styles, our pages never do.
PREVIEW_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
logger = logging.getLogger(__name__)


def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the mail's facts, its preview and its log."""
    mail = _find(request, pk)
    rendered, fault = _rendered(mail)
    context = {
        "mail": mail,
        "rule": rule_words(mail.rule),
        "tone": TONES[mail.status],
        "rendered": rendered,
        "fault": fault,
        "attempts": [(attempt, TONES[attempt.outcome]) for attempt in mail.attempts.all()],
        "reason_form": ReasonForm(),
        "retry_form": RetryForm(initial={"to_address": mail.to_address}),
        "may_change": policies.may_change(request.actor, mail) and not mail.blotted_at,
    }
    return render(request, "office/outbox/mail.html", context)


@xframe_options_sameorigin
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Serve the mail's own HTML for the frame on its page."""
    rendered, _fault = _rendered(_find(request, pk))
    if rendered is None or not rendered.html:
        raise Http404
    return HttpResponse(rendered.html, headers={"Content-Security-Policy": PREVIEW_POLICY})


def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand over what is attached."""
    files = queries.load(_find(request, pk).attachment)
    if not files:
        raise Http404
    response = HttpResponse(files[0].content, content_type=files[0].content_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=files[0].name) or "attachment"
    return response


def skip(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, then decide that the mail is not to leave."""
    mail, reason = _find(request, pk), request.POST.get("reason", "").replace("\x00", "")[:300]
    if request.method != "POST":
        return _ask(request, mail, "office/outbox/mail_skip.html", reason_form=ReasonForm())
    return act(
        request, lambda **by: actions.skip_mail(mail, reason=reason, **by), _("Stopped: the mail stays here."), "office:outbox:mail", pk
    )


def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask where to, then put the mail back, perhaps with a corrected address."""
    mail, address = _find(request, pk), request.POST.get("to_address", "")[:254]
    if request.method != "POST":
        return _ask(request, mail, "office/outbox/mail_retry.html", retry_form=RetryForm(initial={"to_address": mail.to_address}))
    return act(
        request, lambda **by: actions.retry_mail(mail, to_address=address, **by), _("The mail waits again."), "office:outbox:mail", pk
    )


@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a copy to the person who asks."""
    mail = _find(request, pk)
    done = _("A test mail is on its way to %s.") % request.user.email
    return act(request, lambda **by: actions.copy_mail(mail, **by), done, "office:outbox:mail", pk)


def _find(request: HttpRequest, pk: int) -> Mail:
    return get_object_or_404(Mail.objects.visible_to(request.actor).select_related("cluster", "batch"), pk=pk)


def _ask(request: HttpRequest, mail: Mail, template: str, **more: object) -> HttpResponse:
    if not policies.may_change(request.actor, mail):
        raise PermissionDenied
    return render(request, "office/outbox/ask.html", {"mail": mail, "batch": mail.batch, "form_template": template, **more})


def _rendered(mail: Mail) -> tuple[queries.RenderedMail | None, str]:
    """Return the mail as it will look, or None and why it can't be made; the page itself must still open."""
    if mail.blotted_at:
        return None, ""
    try:
        return queries.render_mail(mail, has_attachments=False), ""
    except Exception as fault:
        logger.exception("Mail %s could not be composed", mail.pk)
        return None, str(fault) or type(fault).__name__
