"""What the room networks records, as sentences."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "networks.network.founded": _("%(actor)s founded the network %(subject)s"),
    "networks.network.changed": _("%(actor)s changed the network %(subject)s"),
    "networks.network.closed": _("%(actor)s closed the network %(subject)s: %(reason)s"),
    "networks.officer.appointed": _("%(actor)s appointed %(person)s in %(subject)s"),
    "networks.officer.ended": _("%(actor)s ended the office of %(person)s in %(subject)s"),
    "networks.seat.taken": _("%(actor)s asked for a seat: %(subject)s"),
    "networks.seat.admitted": _("%(actor)s admitted a company: %(subject)s"),
    "networks.seat.changed": _("%(actor)s let %(holder)s hold the seat: %(subject)s"),
    "networks.seat.ended": _("%(actor)s ended a seat: %(subject)s"),
    "networks.seats.moved": _("%(actor)s moved %(count)s seats to %(subject)s"),
    "networks.seats.returned": _("%(actor)s gave %(count)s seats back to %(subject)s"),
    "networks.meeting.planned": _("%(actor)s called a meeting of %(subject)s: %(title)s"),
    "networks.meeting.changed": _("%(actor)s changed the meeting %(subject)s"),
    "networks.meeting.cancelled": _("%(actor)s cancelled the meeting %(subject)s: %(reason)s"),
    "networks.minutes.written": _("%(actor)s wrote the minutes of %(subject)s"),
    "networks.attendance.noted": _("%(actor)s noted who came to %(subject)s"),
    "networks.document.added": _("%(actor)s added the document %(subject)s"),
    "networks.document.removed": _("%(actor)s took the document %(subject)s away"),
    "networks.news.announced": _("%(actor)s wrote to %(mails)s people in %(subject)s: %(said)s"),
    "networks.feedback.given": _("%(actor)s said how %(subject)s was"),
    "networks.post.written": _("%(actor)s wrote in the discussion %(subject)s"),
    "networks.post.removed": _("%(actor)s took a post away from the discussion %(subject)s"),
    "networks.thread.closed": _("%(actor)s closed the discussion %(subject)s"),
    "networks.thread.reopened": _("%(actor)s opened the discussion %(subject)s again"),
    "networks.hearing.chosen": _("%(actor)s chose how to hear of the discussions in %(subject)s"),
    "networks.posts.mailed": _("%(actor)s sent %(mails)s mails about new posts in %(subject)s"),
    "networks.holder.blotted": _("%(actor)s erased a forgotten person from the networks"),
}
