"""Admit many organisations at once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.ranges import span
from klynge.membership import policies
from klynge.membership.models import Ending, EndReason, Membership, NumberSeries
from klynge.membership.rules.member_files.deciding import JoinEntry


@transaction.atomic
def join_members(cluster: Cluster, *, joins: Sequence[JoinEntry], actor: Actor, at: datetime) -> int:
    """Make the memberships and return how many; who was a member before keeps the number, the others get the one asked for or the next.

    The days must have been checked against closed terms and partnerships (rules.member_files.deciding).
    Raises: Refused, IntegrityError when two memberships of an organisation overlap.
    """
    require(policies.may_admit(actor, cluster))
    NumberSeries.objects.get_or_create(cluster=cluster)
    series = NumberSeries.objects.select_for_update().get(cluster=cluster)  # whoever admits at the same time waits here
    numbers = _numbers(series, joins)
    made = Membership.objects.bulk_create(
        [
            Membership(
                cluster=cluster,
                organisation_id=join.organisation_id,
                type_id=join.type_id,
                member_no=number,
                during=span(join.joined_on, join.ended_on),
                is_founding=join.is_founding,
            )
            for join, number in zip(joins, numbers, strict=True)
        ]
    )
    Ending.objects.bulk_create(
        [Ending(membership=row, reason=EndReason.OTHER, recorded_at=at, recorded_by=actor.name) for row in made if row.during.upper]
    )
    if made:
        record(
            actor,
            "membership.memberships.joined",
            cluster,
            at=at,
            cluster_id=cluster.pk,
            count=len(made),
            numbers=[min(numbers), max(numbers)],
        )
    return len(made)


def _numbers(series: NumberSeries, joins: Sequence[JoinEntry]) -> list[int]:
    """Give each its number: short, and never used again."""
    held = Membership.objects.filter(cluster_id=series.cluster_id, organisation_id__in=[join.organisation_id for join in joins])
    before = dict(held.order_by("during").values_list("organisation_id", "member_no"))
    given = [join.member_no for join in joins if join.member_no]
    number, numbers = max([series.next_number, *(asked + 1 for asked in given)]), []
    for join in joins:
        own = before.get(join.organisation_id) or join.member_no
        numbers.append(own or number)
        number += 0 if own else 1
    series.next_number = number
    series.save(update_fields=["next_number"])
    return numbers
