"""What the room webhooks records, as sentences."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "webhooks.endpoint.added": _("%(actor)s connected the program %(subject)s"),
    "webhooks.endpoint.changed": _("%(actor)s changed the program %(subject)s"),
    "webhooks.endpoint.paused": _("%(actor)s let the program %(subject)s rest"),
    "webhooks.endpoint.resumed": _("%(actor)s let the program %(subject)s go on"),
    "webhooks.endpoint.rotated": _("%(actor)s gave the program %(subject)s another secret"),
    "webhooks.endpoint.removed": _("%(actor)s disconnected the program %(subject)s"),
    "webhooks.endpoint.tried": _("%(actor)s sent a trial message to the program %(subject)s"),
    "webhooks.endpoint.rests": _("The program %(subject)s rests: %(reason)s"),
    "webhooks.delivery.resent": _("%(actor)s sent a message to the program %(subject)s once more"),
}
