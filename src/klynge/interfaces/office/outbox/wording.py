"""The outbox in words."""

from django.utils.translation import gettext_lazy as _

from klynge.outbox.models import MailStatus

TONES = {
    MailStatus.WAITING: "accent",
    MailStatus.SENT: "good",
    MailStatus.KEPT: "warn",
    MailStatus.SKIPPED: "neutral",
    MailStatus.FAILED: "bad",
}
RULES = {
    "billing.invoice": _("Invoice"),
    "billing.credit_note": _("Credit note"),
    "access.invitation": _("Invitation"),
    "billing.correction": _("Correction of an invoice"),
    "billing.reminder": _("Reminder"),
    "membership.application": _("Answer to an application"),
    "membership.access_link": _("Link for a colleague"),
    "membership.access_request": _("A colleague asks for access"),
    "newsletters.service": _("Service message"),
    "newsletters.marketing": _("Marketing"),
    "outbox.test": _("Test mail"),
}


def rule_words(rule: str) -> str:
    """Return what a rule is called; an unknown one stands for itself."""
    return str(RULES.get(rule, rule))
