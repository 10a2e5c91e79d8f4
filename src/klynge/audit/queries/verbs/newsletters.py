"""What the room newsletters records, as sentences."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "newsletters.list.left": _("%(subject)s wants no more marketing, by the link in a mail"),
    "newsletters.mails.stopped": _("%(count)s mails that waited for %(subject)s were stopped: no more marketing is wanted"),
    "newsletters.message.changed": _("%(actor)s changed the message %(subject)s"),
    "newsletters.message.discarded": _("%(actor)s discarded the message %(subject)s"),
    "newsletters.message.drafted": _("%(actor)s drafted the message %(subject)s"),
    "newsletters.message.released": _("%(actor)s released a message to %(count)s readers: %(subject)s"),
    "newsletters.topic.added": _("%(actor)s added the topic %(subject)s"),
    "newsletters.topic.ended": _("%(actor)s ended the topic %(subject)s"),
    "newsletters.topics.chosen": _("%(actor)s chose what %(subject)s wants to read about"),
    "newsletters.topics.forgotten": _("%(actor)s erased what a forgotten person wanted to read about"),
    "newsletters.message.tried": _("%(actor)s sent themselves a test of the message %(subject)s"),
    "newsletters.edition.drafted": _("%(actor)s began the edition %(subject)s"),
    "newsletters.edition.changed": _("%(actor)s changed the edition %(subject)s"),
    "newsletters.edition.scheduled": _("%(actor)s said when %(subject)s leaves"),
    "newsletters.edition.released": _("%(actor)s sent %(subject)s to %(count)s subscribers"),
    "newsletters.edition.discarded": _("%(actor)s discarded the edition %(subject)s"),
    "newsletters.edition.tried": _("%(actor)s sent a test of %(subject)s"),
    "newsletters.edition.left": _("%(actor)s ended a subscription from a link in an edition"),
    "newsletters.subscriber.asked": _("%(actor)s asked a subscriber to confirm"),
    "newsletters.subscriber.confirmed": _("%(actor)s kept a confirmed subscription: %(subject)s"),
    "newsletters.mail.bounced": _("%(actor)s noted that a mail came back with status %(status)s"),
}
