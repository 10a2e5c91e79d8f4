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
}
