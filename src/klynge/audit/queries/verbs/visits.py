"""What the room visits records, as sentences."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "visits.asking.begun": _("%(actor)s lets the public site ask whether visitors may be counted"),
    "visits.asking.ended": _("%(actor)s lets the public site no longer ask whether visitors may be counted"),
}
