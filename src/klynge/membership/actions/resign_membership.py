"""Record that a member has given notice."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid
from klynge.core.ranges import span
from klynge.core.texts import say
from klynge.membership import policies
from klynge.membership.models import EndReason, Membership, Resignation
from klynge.membership.queries.admission import refuse_closed
from klynge.membership.queries.memberships import end_words, preview_resignation


@transaction.atomic
def resign_membership(
    membership: Membership, *, received_on: date, actor: Actor, at: datetime, reason: str = EndReason.RESIGNED, note: str = ""
) -> Resignation:
    """Record notice; the membership ends by the cluster's notice rule, and not before. The dues until then stay due.

    Raises: Refused, Invalid for a day in the future or before joining, TermClosed, Conflict when it ends already.
    """
    require(policies.may_resign(actor, membership))
    membership = Membership.objects.select_for_update(of=("self",)).select_related("cluster", "organisation").get(pk=membership.pk)
    if membership.during.upper is not None:
        raise Conflict(_("This membership ends already. %s") % end_words(membership))
    if received_on != day_of(at) and not policies.may_end(actor, membership.cluster):
        raise Invalid(_("Notice counts from the day on which it is given, %s.") % say(day_of(at)), field="received_on")
    if received_on > day_of(at):
        raise Invalid(_("Notice can't have been received on %s: that day is still to come.") % say(received_on), field="received_on")
    ends_on = preview_resignation(membership, received_on=received_on).effective_on
    if ends_on <= membership.during.lower:
        raise Invalid(
            _("Notice on %s would end the membership before it began. Annul the membership instead.") % say(received_on),
            field="received_on",
        )
    refuse_closed(membership.cluster, from_on=ends_on, field="received_on")

    resignation = Resignation.objects.create(
        membership=membership, received_on=received_on, effective_on=ends_on, reason=reason, note=note.strip(), recorded_at=at
    )
    membership.during = span(membership.during.lower, ends_on)
    membership.save(update_fields=["during"])
    facts = {"received_on": received_on.isoformat(), "effective_on": ends_on.isoformat(), "reason": reason, "note": note.strip()}
    record(actor, "membership.membership.resigned", membership.organisation, at=at, cluster_id=membership.cluster_id, **facts)
    return resignation
