"""What the room publishing records, as sentences."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "publishing.release.written": _("%(actor)s began the text %(subject)s"),
    "publishing.release.changed": _("%(actor)s changed the text %(subject)s"),
    "publishing.release.published": _("%(actor)s published %(subject)s"),
    "publishing.release.withdrawn": _("%(actor)s took %(subject)s off the site"),
    "publishing.release.discarded": _("%(actor)s discarded the draft %(subject)s"),
    "publishing.release.illustrated": _("%(actor)s changed the picture of %(subject)s"),
    "publishing.testimonial.written": _("%(actor)s wrote down what %(subject)s says about membership"),
    "publishing.testimonial.asked": _("%(actor)s asked %(subject)s to approve the words"),
    "publishing.testimonial.agreed": _("%(subject)s agreed to be quoted"),
    "publishing.testimonial.declined": _("%(subject)s does not want to be quoted"),
    "publishing.testimonial.deleted": _("%(actor)s deleted what somebody said about membership"),
    "publishing.quoted.blotted": _("%(actor)s erased a forgotten person's words from the site"),
}
