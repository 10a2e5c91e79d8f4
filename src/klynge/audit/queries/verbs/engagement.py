"""What the room engagement records, as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "engagement.activities.gathered": _("%(actor)s gathered what members took part in: %(added)s new, %(reversed)s taken back"),
    "engagement.activity.added": _("%(actor)s noted what %(organisation)s did"),
    "engagement.activity.reversed": _("%(actor)s took back what was noted of %(organisation)s"),
    "engagement.scores.computed": _("%(actor)s worked out the engagement of the members as of %(subject)s"),
    "engagement.weights.drafted": _("%(actor)s drafted the weights %(subject)s"),
    "engagement.weights.changed": _("%(actor)s changed the draft of the weights %(subject)s"),
    "engagement.weights.adopted": _("%(actor)s entered that the weights %(subject)s are adopted"),
    "engagement.weights.discarded": _("%(actor)s discarded the draft of the weights %(subject)s"),
    "engagement.contact.noted": _("%(actor)s noted a contact with %(subject)s"),
    "engagement.renewal.fitted": _("%(actor)s worked out the risk of leaving as of %(subject)s"),
    "engagement.statement.chosen": _("%(actor)s chose whether the year's value travels with the invoice"),
    "engagement.participant.blotted": _("%(actor)s blotted a person out of what members took part in"),
}
