"""Say yes to a company, or to its opportunity."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid
from klynge.directory.models import Organisation
from klynge.matchmaking import policies
from klynge.matchmaking.models import Avoidance, Interest, Match, Opportunity, OpportunityState, Suggestion
from klynge.matchmaking.queries.matches import is_member, open_match


@transaction.atomic
def say_interested(
    organisation: Organisation, *, cluster: Cluster, actor: Actor, at: datetime, other: Organisation | None = None,
    opportunity: Opportunity | None = None, message: str = "",
) -> Match:  # fmt: skip
    """Keep the yes, private until the other says yes too; a yes to an opportunity is shown to its owner, who answers it.

    Once both have said yes they are introduced. Saying it again changes nothing. Raises: Refused, Invalid, Conflict.
    """
    require(policies.may_offer_for(actor, cluster, organisation.pk))
    other = opportunity.organisation if opportunity else other
    if other is None or other.pk == organisation.pk:
        raise Invalid(_("Choose another company."))
    _refuse_closed(organisation, other, opportunity, cluster, at)
    _one_at_a_time(cluster.pk, organisation.pk, other.pk)
    match = open_match(cluster, organisation.pk, other.pk) or _begin(cluster, organisation, other, at)
    _said, is_new = Interest.objects.get_or_create(
        match=match, organisation=organisation,
        defaults={
            "opportunity": opportunity, "user_id": actor.user_id, "said_by": actor.name[:120], "said_at": at, "message": message.strip()[:600]
        },
    )  # fmt: skip
    if not is_new:
        return match
    Suggestion.objects.filter(cluster=cluster, organisation=organisation, other=other).delete()
    record(actor, "matchmaking.interest.said", organisation, at=at, cluster_id=cluster.pk, match=match.pk)
    if match.interests.count() == 2 and match.mutual_at is None:
        match.mutual_at = at
        match.save(update_fields=["mutual_at"])
        record(actor, "matchmaking.match.mutual", match, at=at)
        jobs.enqueue("matchmaking.introduce", cluster_id=cluster.pk, match_id=match.pk)
    return match


def _refuse_closed(
    organisation: Organisation, other: Organisation, opportunity: Opportunity | None, cluster: Cluster, at: datetime
) -> None:
    day = day_of(at)
    if opportunity and opportunity.state_on(day) != OpportunityState.OPEN:
        raise Conflict(_("This is not open any more."))
    for each in (organisation, other):
        if not is_member(each.pk, cluster=cluster, on=day):
            raise Invalid(_("Only members are brought together, and one of the two is none now."))
    # the same words as for one that is gone: nobody learns that they are blocked
    if Avoidance.objects.filter(cluster=cluster, organisation=other, other=organisation, is_blocked=True).exists():
        raise Conflict(_("This is not open any more."))


def _begin(cluster: Cluster, organisation: Organisation, other: Organisation, at: datetime) -> Match:
    first, second = sorted((organisation.pk, other.pk))
    suggestions = Suggestion.objects.filter(cluster=cluster, organisation=organisation, other=other)
    suggested_at = suggestions.order_by("computed_at").values_list("computed_at", flat=True).first()
    return Match.objects.create(cluster=cluster, first_id=first, second_id=second, suggested_at=suggested_at, interested_at=at)


def _one_at_a_time(cluster_id: int, one: int, other: int) -> None:
    """Let the yes of both sides at the same moment come one after the other; the lock ends with the transaction."""
    key = f"matchmaking.match:{cluster_id}:{min(one, other)}:{max(one, other)}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
