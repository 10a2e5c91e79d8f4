"""A mail as its reader will see it, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from klynge.access.models import Invitation
from klynge.access.queries import token_of
from klynge.outbox.models import Mail

from .attachments import AttachedFile, load

TEST_RULE = "outbox.test"  # copies that people send to themselves


@dataclass(frozen=True, slots=True)
class RenderedMail:
    """Subject, both bodies (``html`` may be empty) and what is attached."""

    subject: str
    text: str
    html: str
    attachments: list[AttachedFile] = field(default_factory=list)


def render_mail(mail: Mail, *, has_attachments: bool = True, is_leaving: bool = False) -> RenderedMail:
    """Render the mail's templates ``<template>.subject.txt``, ``.txt`` and, if there is one, ``.html``.

    Secret links are put in only as the mail is leaving; on the screen others could follow them.
    They get the mail's context beside ``cluster``, ``mail``, ``to_name`` and ``language``. Raises: what a template or an attachment raises.
    """
    facts = {**mail.context, "cluster": mail.cluster, "mail": mail, "language": mail.language, "to_name": mail.to_name}
    if "invitation_id" in mail.context:
        facts["link"] = _invitation_link(mail, is_leaving=is_leaving)
    with translation.override(mail.language):
        subject = " ".join(_render(f"{mail.template}.subject.txt", facts, is_html=False).split())
        if mail.rule == TEST_RULE:
            subject = _("[Test] %s") % subject
        text = _render(f"{mail.template}.txt", facts, is_html=False).strip() + "\n"
        html = _render(f"{mail.template}.html", facts, is_html=True) if _has_template(f"{mail.template}.html") else ""
        return RenderedMail(subject, text, html, load(mail.attachment) if has_attachments else [])


def _invitation_link(mail: Mail, *, is_leaving: bool) -> str:
    """Write the link for nobody but the invited: not on the screen, not in a copy, not after the address was changed."""
    invited = Invitation.objects.filter(pk=mail.context["invitation_id"], email__iexact=mail.to_address).first() if is_leaving else None
    return f"{mail.context['site']}/invitation/{token_of(invited) if invited else '•••'}/"


def _render(name: str, facts: dict[str, Any], *, is_html: bool) -> str:
    return str(get_template(name).template.render(Context(facts, autoescape=is_html)))


@cache
def _has_template(name: str) -> bool:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return False
    return True


def message_id(mail: Mail) -> str:
    """Return the mail's Message-ID: the same at every try, so that a reader's program recognises a duplicate."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >") or "localhost"
    return f"<{salted_hmac('klynge.outbox', str(mail.pk)).hexdigest()[:24]}.{mail.pk}@{domain}>"
