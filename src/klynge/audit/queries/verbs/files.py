"""What the room files records, as sentences."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "files.files.shredded": _("%(count)s files were deleted after the time of keeping"),
    "files.file.stored": _("%(actor)s stored the file “%(subject)s”"),
}
