"""Take away a membership that should never have been written down."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.membership import policies
from klynge.membership.errors import TooLate
from klynge.membership.models import DuesLine, Ending, Membership, MembershipPeriod, MergedMembership
from klynge.membership.queries.admission import refuse_closed


@transaction.atomic
def annul_membership(membership: Membership, *, reason: str, actor: Actor, at: datetime) -> None:
    """Annul a membership that was entered by mistake and has never been billed; the audit log keeps what it was.

    Raises: Refused, TooLate once dues were planned or charged for it, TermClosed.
    """
    require(policies.may_end(actor, membership.cluster))
    membership = Membership.objects.select_for_update(of=("self",)).select_related("cluster", "organisation", "type").get(pk=membership.pk)
    has_periods = MembershipPeriod.objects.filter(membership=membership).exists()
    if MergedMembership.objects.filter(ended=membership).exists():
        raise TooLate(_("This membership was part of a merger, so it can't be annulled."))
    if has_periods or DuesLine.objects.filter(membership=membership).exists():
        raise TooLate(_("Dues were planned or charged for this membership, so it can't be annulled. Record a resignation or an exclusion."))
    refuse_closed(membership.cluster, from_on=membership.during.lower, field="joined_on")

    until = membership.during.upper
    facts = {
        "number": membership.member_no, "type": membership.type.code, "joined_on": membership.during.lower.isoformat(),
        "until": until.isoformat() if until else None, "reason": reason.strip(),
    }  # fmt: skip
    Ending.objects.filter(membership=membership).delete()
    for kept in (membership.resignations, membership.adjustments, membership.type_changes):
        kept.all().delete()
    organisation, cluster_id = membership.organisation, membership.cluster_id
    membership.delete()
    record(actor, "membership.membership.annulled", organisation, at=at, cluster_id=cluster_id, **facts)
