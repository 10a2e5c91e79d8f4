"""Which subscribers an edition is for: at members or not, by size, by how engaged their company is, by an event they were at."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When

from klynge.core.clock import day_of
from klynge.directory.models import Affiliation, Metric, SizeDeclaration, Subscription
from klynge.engagement.models import Computation, Score
from klynge.events.models import Registration
from klynge.membership.models import Membership
from klynge.newsletters.models import Edition, Segment


def in_segment(rows: QuerySet[Subscription], edition: Edition, *, at: datetime) -> QuerySet[Subscription]:
    """Keep the subscribers for whom the edition is as things stand; every condition must hold."""
    memberships, today = Membership.objects.filter(cluster_id=edition.cluster_id), day_of(at)
    active = memberships.active_on(today)
    works = Affiliation.objects.filter(person=OuterRef("person"), during__contains=today)
    at_member = Exists(works.filter(organisation__in=active.values("organisation")))
    if edition.segment == Segment.MEMBERS:
        rows = rows.filter(at_member)
    elif edition.segment == Segment.OTHERS:
        rows = rows.filter(~at_member)
    elif edition.segment == Segment.FORMER:
        gone = memberships.exclude(organisation__in=active.values("organisation")).filter(during__endswith__lte=today)
        rows = rows.filter(~at_member, Exists(works.filter(organisation__in=gone.values("organisation"))))
    if edition.levels:
        rows = rows.filter(Exists(works.filter(organisation__in=_at_level(edition))))
    if edition.employees_least is not None or edition.employees_most is not None:
        rows = rows.filter(Exists(_sized(works, edition, at)))
    if edition.event_id is not None:
        seats = Registration.objects.filter(event=edition.event_id).seated()
        rows = rows.filter(Exists(seats.filter(Q(person=OuterRef("person")) | Q(email__iexact=OuterRef("address")))))
    return rows


def _at_level(edition: Edition) -> QuerySet[Score]:
    """Return the companies, as keys, whose level in the latest finished computation is one of the edition's."""
    latest = Computation.objects.filter(cluster_id=edition.cluster_id, finished_at__isnull=False).order_by("-computed_on").values("pk")[:1]
    found: QuerySet[Score] = Score.objects.filter(computation=Subquery(latest), level__in=edition.levels).values("organisation")
    return found


def _sized(works: QuerySet[Affiliation], edition: Edition, at: datetime) -> QuerySet[Affiliation]:
    """Keep work at companies whose headcount, the last confirmed one, else the last told, lies between the edition's numbers."""
    told = SizeDeclaration.objects.filter(organisation=OuterRef("organisation"), metric=Metric.HEADCOUNT, as_of__lte=day_of(at))
    latest = told.order_by(Case(When(confirmed_at__isnull=True, then=1), default=0), "-as_of", "-pk").values("low")[:1]
    found = works.annotate(heads=Subquery(latest))
    if edition.employees_least is not None:
        found = found.filter(heads__gte=edition.employees_least)
    return found.filter(heads__lte=edition.employees_most) if edition.employees_most is not None else found
