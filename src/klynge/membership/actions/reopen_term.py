"""Open a closed membership year again, with a reason."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid
from klynge.membership import policies
from klynge.membership.models import Term, TermClosing
from klynge.membership.queries.admission import hold_terms


@transaction.atomic
def reopen_term(term: Term, *, reason: str, actor: Actor, at: datetime) -> Term:
    """Take the closing away; the audit log keeps who closed the term, who opened it, and why.

    Raises: Refused (an administrator's alone), Invalid without a reason, Conflict when it is open, or a later term is closed.
    """
    require(policies.may_reopen_term(actor, term.cluster))
    if not reason.strip():
        raise Invalid(_("Say why the term is opened again; the auditor will ask."), field="reason")
    hold_terms(term.cluster)
    term = Term.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=term.pk)
    closing = TermClosing.objects.filter(term=term).first()
    if closing is None:
        raise Conflict(_("The term %s is open.") % term.label)
    later = TermClosing.objects.filter(term__cluster_id=term.cluster_id, term__during__startswith__gte=term.during.upper)
    if other := later.order_by("-term__during").select_related("term").first():
        raise Conflict(_("The later term %s is closed, which keeps the days before it closed too. Open that one first.") % other.term.label)

    facts = {"reason": reason.strip()[:300], "closed_by": closing.closed_by, "closed_at": closing.closed_at.isoformat()}
    closing.delete()
    record(actor, "membership.term.reopened", term, at=at, cluster_id=term.cluster_id, **facts)
    return term
