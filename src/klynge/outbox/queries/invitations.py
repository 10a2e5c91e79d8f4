"""The mail of an invitation, before it is one."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import override

from klynge.access.models import Invitation
from klynge.access.queries import language_of
from klynge.core.clock import day_of
from klynge.outbox.models import Mail

from .rendering import RenderedMail, render_mail

TEMPLATE = "outbox/mail/invitation"


def invitation_mail(invitation: Invitation, *, site: str, organisation: str, at: datetime) -> Mail:
    """Return the mail as it would be kept, unsaved, in the language of whoever has the address."""
    language = language_of(invitation.email) or invitation.cluster.locale
    with override(language):
        words = {
            "site": site,
            "invitation_id": invitation.pk,
            "organisation": organisation,
            "role": invitation.role,
            "inviter": invitation.invited_by_name,
            "until": date_format(day_of(invitation.expires_at), "DATE_FORMAT"),
        }
    return Mail(
        cluster=invitation.cluster, rule="access.invitation", subject_key=f"access.invitation:{invitation.pk}", reference_on=day_of(at),
        to_address=invitation.email, to_name=invitation.name, language=language, template=TEMPLATE, context=words, created_at=at,
    )  # fmt: skip


def invitation_preview(invitation: Invitation, *, site: str, at: datetime, organisation: str = "") -> RenderedMail:
    """Render the mail of an invitation that is not written yet; dots stand in the place of its link."""
    return render_mail(invitation_mail(invitation, site=site, organisation=organisation, at=at))
