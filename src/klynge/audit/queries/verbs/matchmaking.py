"""What the room matchmaking records, as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "matchmaking.opportunity.written": _("%(actor)s drafted the opportunity %(subject)s"),
    "matchmaking.opportunity.changed": _("%(actor)s changed the opportunity %(subject)s"),
    "matchmaking.opportunity.published": _("%(actor)s published the opportunity %(subject)s"),
    "matchmaking.opportunity.renewed": _("%(actor)s renewed the opportunity %(subject)s"),
    "matchmaking.opportunity.withdrawn": _("%(actor)s withdrew the opportunity %(subject)s"),
    "matchmaking.opportunity.reviewed": _("%(actor)s looked at the opportunity %(subject)s and let it go to everybody"),
    "matchmaking.intents.chosen": _("%(actor)s chose what %(subject)s wants from meeting others"),
    "matchmaking.company.avoided": _("%(actor)s said whom %(subject)s does not want to meet"),
    "matchmaking.company.readmitted": _("%(actor)s took back that %(subject)s does not want to meet somebody"),
    "matchmaking.interest.said": _("%(actor)s said that %(subject)s is interested"),
    "matchmaking.match.mutual": _("Both are interested: %(subject)s"),
    "matchmaking.match.closed": _("%(actor)s closed a match of %(subject)s"),
    "matchmaking.match.introduced": _("%(actor)s introduced %(subject)s"),
    "matchmaking.match.met": _("%(actor)s noted that they met: %(subject)s"),
    "matchmaking.outcome.recorded": _("%(actor)s told what came of %(subject)s"),
    "matchmaking.outcomes.asked": _("%(actor)s asked what came of introductions"),
    "matchmaking.deadlines.told": _("%(actor)s told of opportunities that run out"),
    "matchmaking.suggestions.computed": _("%(actor)s worked out whom to suggest to whom"),
    "matchmaking.merger.followed": _("%(actor)s let opportunities and matches follow the merger into %(subject)s"),
    "matchmaking.merger.undone": _("%(actor)s gave opportunities and matches back to %(subject)s"),
    "matchmaking.person.blotted": _("%(actor)s blotted a person out of opportunities and matches"),
}
