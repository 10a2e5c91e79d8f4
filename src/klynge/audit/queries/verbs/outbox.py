"""What the room outbox records, as sentences."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "outbox.invitation.sent": _("%(actor)s sent an invitation to %(to_address)s"),
    "outbox.mails.blotted": _("Address and text of %(count)s mails were erased"),
    "outbox.batch.prepared": _("%(actor)s prepared %(count)s mails: %(subject)s"),
    "outbox.batch.released": _("%(actor)s released %(count)s mails: %(subject)s"),
    "outbox.batch.kept": _("%(count)s mails were kept because no mail server is set up: %(subject)s"),
    "outbox.batch.retried": _("%(actor)s put back %(count)s mails: %(subject)s"),
    "outbox.batch.skipped": _("%(actor)s stopped %(count)s mails: %(subject)s"),
    "outbox.mail.copied": _("%(actor)s sent a test copy of a mail: %(subject)s"),
    "outbox.mail.failed": _("A mail could not be delivered: %(subject)s"),
    "outbox.mail.retried": _("%(actor)s put a mail back: %(subject)s"),
    "outbox.mail.skipped": _("%(actor)s stopped a mail: %(subject)s"),
    "outbox.mail.tested": _("%(actor)s tried the mail server: %(subject)s"),
}
