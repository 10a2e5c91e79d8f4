"""What the room audit records, as sentences."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "audit.events.redacted": _("%(actor)s blotted a forgotten person out of %(count)s events"),
    "audit.stream.sealed": _("%(actor)s sealed %(rows)s rows: %(subject)s"),
}
