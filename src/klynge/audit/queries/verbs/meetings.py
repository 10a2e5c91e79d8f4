"""What the room meetings records, as sentences."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "meetings.day.arranged": _("%(actor)s began the meeting day %(subject)s"),
    "meetings.day.changed": _("%(actor)s changed the meeting day %(subject)s"),
    "meetings.day.slotted": _("%(actor)s laid the slots of %(subject)s"),
    "meetings.participant.added": _("%(actor)s added a participant to %(subject)s"),
    "meetings.participant.changed": _("%(actor)s changed a participant of %(subject)s"),
    "meetings.participant.removed": _("%(actor)s took a participant off %(subject)s"),
    "meetings.participant.late": _("%(actor)s noted a late arrival at %(subject)s"),
    "meetings.participant.missing": _("%(actor)s noted that a participant did not come to %(subject)s"),
    "meetings.participant.found": _("%(actor)s noted that a participant of %(subject)s is there after all"),
    "meetings.participants.moved": _("%(actor)s let meeting days follow the merger into %(subject)s"),
    "meetings.wishes.opened": _("%(actor)s opened %(subject)s for wishes"),
    "meetings.wishes.locked": _("%(actor)s closed %(subject)s for wishes"),
    "meetings.wishes.set": _("%(actor)s said whom a participant of %(subject)s wants to meet"),
    "meetings.precedence.set": _("%(actor)s set an order of meetings at %(subject)s"),
    "meetings.precedence.dropped": _("%(actor)s took back an order of meetings at %(subject)s"),
    "meetings.planning.ordered": _("%(actor)s ordered a plan for %(subject)s"),
    "meetings.planning.begun": _("%(actor)s began to search for a plan for %(subject)s"),
    "meetings.planning.ended": _("%(actor)s ended the search for a plan for %(subject)s"),
    "meetings.plan.stored": _("%(actor)s stored a version of the plan for %(subject)s"),
    "meetings.plan.published": _("%(actor)s published the plan for %(subject)s"),
    "meetings.plan.repaired": _("%(actor)s mended the plan for %(subject)s"),
    "meetings.meeting.confirmed": _("%(actor)s confirmed a meeting at %(subject)s"),
    "meetings.meeting.agreed": _("%(actor)s agreed on a meeting at %(subject)s"),
    "meetings.meeting.rated": _("%(actor)s rated a meeting at %(subject)s"),
    "meetings.delegate.blotted": _("%(actor)s blotted a forgotten person out of meeting days"),
}
