"""Note by hand what a member did and no list knows: a talk, an evening at its house, a new member that it brought."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Invalid
from klynge.core.races import first_wins
from klynge.directory.models import Affiliation, Organisation, Person
from klynge.engagement import policies
from klynge.engagement.models import Activity, ActivityKind
from klynge.engagement.queries.sources import BY_HAND

NOT_BY_HAND = (ActivityKind.SIGNED_IN, ActivityKind.CLICKED, ActivityKind.RECEIVED)
MOST_HOURS = 1_000


@transaction.atomic
def add_activity(
    organisation: Organisation, *, cluster: Cluster, kind: str, happened_on: date, actor: Actor, at: datetime, person: Person | None = None,
    hours: int = 1, note: str = "",
) -> Activity:  # fmt: skip
    """Keep it under the organisation, and the person if one is named who worked there on the day; ``hours`` for hours only.

    Raises: Refused, Invalid, Conflict when the same was noted at the same moment.
    """
    require(policies.may_follow_up(actor, cluster))
    _check(organisation, cluster, kind, happened_on, person, hours, on=day_of(at))
    with first_wins("activity_source_once", _("This was noted already.")):
        activity = Activity.objects.create(
            cluster=cluster, organisation=organisation, person=person, kind=kind, happened_on=happened_on, note=note.strip()[:200],
            quantity=100 * hours if kind == ActivityKind.HOURS else 100, source=BY_HAND, recorded_at=at, recorded_by=actor.name[:120],
            source_key=f"{BY_HAND}:{organisation.pk}:{kind}:{at.isoformat()}",
        )  # fmt: skip
    record(actor, "engagement.activity.added", activity, at=at, kind=kind, organisation=organisation.name, on=happened_on.isoformat())
    jobs.enqueue("engagement.compute_scores", cluster_id=cluster.pk)
    return activity


def _check(
    organisation: Organisation, cluster: Cluster, kind: str, happened_on: date, person: Person | None, hours: int, *, on: date
) -> None:  # fmt: skip
    if kind not in ActivityKind.values or kind in NOT_BY_HAND:
        raise Invalid(_("Choose what they did."), field="kind")
    if happened_on > on:
        raise Invalid(_("The day lies ahead. Note it once it has happened."), field="happened_on")
    if not 1 <= hours <= MOST_HOURS:
        raise Invalid(_("Between one and a thousand hours at a time."), field="hours")
    if not organisation.listings.filter(cluster=cluster).exists():
        raise Invalid(_("%s is not known to this cluster.") % organisation.name)
    works = Affiliation.objects.filter(organisation=organisation, during__contains=happened_on)
    if person and not works.filter(person=person).exists():
        raise Invalid(_("%s did not work there on that day.") % person.name, field="person")
