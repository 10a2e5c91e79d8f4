"""Admit an organisation as a member."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.core.ranges import span
from klynge.directory.models import Organisation
from klynge.membership import policies
from klynge.membership.errors import AlreadyMember
from klynge.membership.models import Membership, MembershipType, NumberSeries
from klynge.membership.queries.admission import refuse_admission


@transaction.atomic
def join_member(
    cluster: Cluster, *, organisation: Organisation, type: MembershipType, joined_on: date, actor: Actor, at: datetime, is_founding: bool = False
) -> Membership:  # fmt: skip
    """Admit the organisation from a day on, also a past one; who has been a member before keeps the number.

    Raises: Refused, Invalid for a type of another cluster, TermClosed, CannotJoin, AlreadyMember, IsPartner.
    """
    require(policies.may_admit(actor, cluster))
    series, _is_new = NumberSeries.objects.get_or_create(cluster=cluster)
    series = NumberSeries.objects.select_for_update().get(pk=series.pk)  # whoever admits at the same time waits here
    organisation = Organisation.objects.select_related("merged_into").get(pk=organisation.pk)
    if type.cluster_id != cluster.pk:
        raise Invalid(_("The type of membership belongs to another cluster. Choose one of %s.") % cluster.name, field="type")
    refuse_admission(cluster, organisation, from_on=joined_on)

    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                cluster=cluster, organisation=organisation, type=type, member_no=_number(series, organisation), during=span(joined_on),
                is_founding=is_founding,
            )  # fmt: skip
    except IntegrityError:
        raise AlreadyMember(_("%s has just been admitted by somebody else.") % organisation.name) from None
    facts = {"number": membership.member_no, "joined_on": joined_on.isoformat(), "type": type.code, "is_founding": is_founding}
    record(actor, "membership.membership.joined", organisation, at=at, cluster_id=cluster.pk, **facts)
    return membership


def _number(series: NumberSeries, organisation: Organisation) -> int:
    """Return the number that the organisation had before, else the next one: short, and never used again."""
    before = Membership.objects.filter(cluster_id=series.cluster_id, organisation=organisation).order_by("-during").first()
    if before:
        return before.member_no
    number = series.next_number
    series.next_number = number + 1
    series.save(update_fields=["next_number"])
    return number
