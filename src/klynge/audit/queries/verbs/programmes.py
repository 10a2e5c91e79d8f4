"""What the room programmes records, as sentences."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "programmes.programme.started": _("%(actor)s started the programme %(subject)s"),
    "programmes.programme.changed": _("%(actor)s changed the programme %(subject)s"),
    "programmes.milestone.set": _("%(actor)s set a milestone of %(subject)s: %(name)s"),
    "programmes.milestone.reached": _("%(actor)s noted a milestone of %(subject)s: %(name)s"),
    "programmes.call.opened": _("%(actor)s opened the call %(subject)s"),
    "programmes.application.sent": _("%(actor)s applied: %(subject)s"),
    "programmes.application.withdrawn": _("%(actor)s withdrew the application: %(subject)s"),
    "programmes.application.declined": _("%(actor)s declined the application %(subject)s: %(reason)s"),
    "programmes.application.admitted": _("%(actor)s admitted the application: %(subject)s"),
    "programmes.participation.ended": _("%(actor)s ended a seat: %(subject)s"),
    "programmes.hours.noted": _("%(actor)s noted hours: %(subject)s"),
    "programmes.hours.signed": _("%(actor)s signed %(count)s entries of hours in %(subject)s"),
    "programmes.hours.reversed": _("%(actor)s took hours back: %(subject)s"),
    "programmes.outcome.recorded": _("%(actor)s kept an outcome: %(subject)s"),
    "programmes.seats.moved": _("%(actor)s moved %(count)s seats to %(subject)s"),
    "programmes.seats.returned": _("%(actor)s gave %(count)s seats in programmes back to %(subject)s"),
    "programmes.worker.blotted": _("%(actor)s erased a forgotten person from the programmes"),
}
