"""What the room banking records, as sentences."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "banking.account.added": _("%(actor)s added the bank account %(subject)s"),
    "banking.file.received": _("%(actor)s took in the bank file %(subject)s"),
    "banking.file.read": _("%(new)s new entries were read from the bank file %(subject)s"),
    "banking.file.refused": _("The bank file %(subject)s could not be read"),
}
