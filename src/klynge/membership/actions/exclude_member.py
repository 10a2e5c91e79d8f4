"""End a membership from the cluster's side."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict, Invalid
from klynge.core.ranges import span
from klynge.core.texts import say
from klynge.membership import policies
from klynge.membership.models import Ending, EndReason, Membership
from klynge.membership.queries.admission import refuse_closed
from klynge.membership.queries.memberships import end_words

REASONS = (EndReason.EXCLUDED, EndReason.NON_PAYMENT, EndReason.BANKRUPT, EndReason.MOVED, EndReason.OTHER)


@transaction.atomic
def exclude_member(membership: Membership, *, effective_on: date, reason: str, actor: Actor, at: datetime, note: str = "") -> Ending:
    """End the membership: ``effective_on`` is the first day no longer a member. What is owed stays owed.

    Raises: Refused, Invalid for a reason that is none or a day before it began, TermClosed, Conflict when it ends before that day anyway.
    """
    require(policies.may_end(actor, membership.cluster))
    membership = Membership.objects.select_for_update(of=("self",)).select_related("cluster", "organisation").get(pk=membership.pk)
    if reason not in REASONS:
        raise Invalid(_("Choose why the membership ends."), field="reason")
    if hasattr(membership, "ending") or (membership.during.upper is not None and membership.during.upper <= effective_on):
        raise Conflict(_("This membership ends already. %s") % end_words(membership))
    if effective_on <= membership.during.lower:
        raise Invalid(
            _("The membership began on %s. Choose a later day, or annul it.") % say(membership.during.lower), field="effective_on"
        )
    refuse_closed(membership.cluster, from_on=effective_on, field="effective_on")

    ending = Ending.objects.create(membership=membership, reason=reason, note=note.strip(), recorded_at=at, recorded_by=actor.name)
    membership.during = span(membership.during.lower, effective_on)
    membership.save(update_fields=["during"])
    facts = {"effective_on": effective_on.isoformat(), "reason": reason, "note": note.strip()}
    record(actor, "membership.membership.excluded", membership.organisation, at=at, cluster_id=membership.cluster_id, **facts)
    return ending
