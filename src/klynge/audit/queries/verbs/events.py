"""What the room events records, as sentences."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "events.event.planned": _("%(actor)s planned the event %(subject)s"),
    "events.event.changed": _("%(actor)s changed the event %(subject)s"),
    "events.event.published": _("%(actor)s opened %(subject)s for sign-up"),
    "events.event.discarded": _("%(actor)s discarded the plan of %(subject)s"),
    "events.event.cancelled": _("%(actor)s cancelled %(subject)s: %(reason)s"),
    "events.registration.made": _("%(actor)s signed up: %(subject)s"),
    "events.registration.cancelled": _("%(actor)s cancelled the sign-up: %(subject)s"),
    "events.registration.invoiced": _("%(actor)s invoiced %(subject)s with number %(number)s"),
    "events.registration.credited": _("%(actor)s credited %(subject)s with number %(number)s"),
    "events.registration.mailed": _("%(actor)s told %(mails)s attendees where they stand"),
    "events.queue.moved": _("%(actor)s moved the waiting list of %(subject)s"),
    "events.offer.accepted": _("%(actor)s took the offered seat: %(subject)s"),
    "events.attendee.substituted": _("%(actor)s sent a colleague instead: %(subject)s"),
    "events.attendee.blotted": _("%(actor)s erased a forgotten person from the lists of attendees"),
    "events.attendance.recorded": _("%(actor)s noted who came: %(subject)s"),
    "events.attendance.undone": _("%(actor)s took back that somebody came: %(subject)s"),
    "events.feedback.given": _("%(actor)s said how it was: %(subject)s"),
    "events.series.started": _("%(actor)s began the series %(subject)s"),
    "events.speaker.named": _("%(actor)s put a speaker on the programme of %(subject)s"),
    "events.speaker.removed": _("%(actor)s took a speaker off the programme of %(subject)s"),
    "events.speaker.asked": _("%(actor)s asked a speaker of %(subject)s whether the name may be shown"),
    "events.speaker.agreed": _("A speaker of %(subject)s agreed to be shown (%(actor)s)"),
    "events.speaker.declined": _("A speaker of %(subject)s does not want to be shown (%(actor)s)"),
    "events.guest.asked": _("%(actor)s asked a guest to confirm the sign-up"),
}
