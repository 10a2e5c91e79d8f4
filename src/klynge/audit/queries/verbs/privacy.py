"""What the room privacy records, as sentences."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "privacy.person.forgotten": _("%(actor)s forgot a person"),
    "privacy.retention.started": _("%(actor)s began to delete what was kept as long as it may be"),
    "privacy.retention.finished": _("What was kept as long as it may be is deleted"),
    "privacy.retention.ordered": _("%(actor)s ordered that what was kept as long as it may be goes every night"),
    "privacy.retention.ended": _("%(actor)s ended the order to delete every night"),
    "privacy.person.exported": _("%(actor)s took out what is held about %(subject)s"),
}
