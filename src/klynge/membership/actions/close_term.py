"""Close a membership year that is over, so that its figures are final."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid
from klynge.core.texts import say
from klynge.membership import policies
from klynge.membership.models import Term, TermClosing
from klynge.membership.queries.admission import hold_terms
from klynge.membership.queries.closing import open_runs, what_is_open


@transaction.atomic
def close_term(term: Term, *, actor: Actor, at: datetime) -> TermClosing:
    """Close the term: nothing more is billed in it, and no membership changes on or before its last day. What is owed stays owed.

    Raises: Refused, Invalid for a term that is not over, Conflict when it is closed already or a run is still under way.
    """
    require(policies.may_close_term(actor, term.cluster))
    hold_terms(term.cluster)
    term = Term.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=term.pk)
    if hasattr(term, "closing"):
        raise Conflict(_("The term %s is closed already.") % term.label)
    if term.during.upper > day_of(at):
        raise Invalid(
            _("The term %(term)s runs until %(day)s; it can be closed then.") % {"term": term.label, "day": say(term.during.upper)}
        )
    if run := open_runs(term).first():
        raise Conflict(
            _("A dues run of %s is not finished. Let it be issued, or discard its plan, before the term is closed.") % run.term.label
        )

    left = what_is_open(term, on=day_of(at))
    closing: TermClosing = TermClosing.objects.create(term=term, closed_at=at, closed_by=actor.name)
    facts = {"unbilled": left.unbilled, "open_invoices": left.open_invoices, "open_minor": left.open_minor}
    record(actor, "membership.term.closed", term, at=at, cluster_id=term.cluster_id, **facts)
    return closing
