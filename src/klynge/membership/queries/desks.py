"""For which member companies somebody may act, and as what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django_scopes import scope

from klynge.access.actor import Actor
from klynge.access.models import Cluster, User
from klynge.core.clock import day_of
from klynge.directory.models import Affiliation, ContactRole, ContactRoleKind, Listing, Organisation, OrganisationKind
from klynge.membership.models import Membership

ADMIN, BILLING, COLLEAGUE, RESEARCHER = "company_admin", "billing", "colleague", "researcher"
ROLE_OF = {ContactRoleKind.PRIMARY: ADMIN, ContactRoleKind.BILLING: BILLING}


@dataclass(frozen=True, slots=True)
class Desk:
    """A company for which somebody acts in a cluster, with the actor who does, and the company's latest membership there."""

    cluster: Cluster
    organisation: Organisation
    membership: Membership
    actor: Actor


def desks_of(user: User, *, at: datetime) -> list[Desk]:
    """Return the desks of everybody's companies that are or were members, by cluster and company; a constant number of queries.

    The roles follow from what the person is there on the day: the primary contact answers for the company, the billing contact for its
    money, and everybody else who works there is a colleague, or a researcher at a knowledge institution.
    """
    day = day_of(at)
    works = Affiliation.objects.filter(person__user=user, during__contains=day).select_related("organisation")
    places = {work.organisation_id: work.organisation for work in works if work.organisation.merged_into_id is None}
    listed = Listing.objects.filter(organisation_id__in=places).select_related("cluster").order_by("cluster__name", "organisation__name")
    known = [(row.cluster, places[row.organisation_id]) for row in listed]
    clusters = {cluster.pk: cluster for cluster, _place in known}
    if not clusters:
        return []
    with scope(cluster=list(clusters.values())):
        held = Membership.objects.filter(organisation_id__in=places).select_related("cluster", "type", "organisation").order_by("during")
        memberships = {(row.cluster_id, row.organisation_id): row for row in held}
        given = ContactRole.objects.filter(organisation_id__in=places, person__user=user, during__contains=day)
        kinds = defaultdict(set)
        for role in given:
            kinds[role.cluster_id, role.organisation_id].add(role.kind)
    found = [(cluster, place) for cluster, place in known if (cluster.pk, place.pk) in memberships]
    actors = {pk: _actor(user, pk, [place for cluster, place in found if cluster.pk == pk], kinds) for pk in clusters}
    return [Desk(cluster, place, memberships[cluster.pk, place.pk], actors[cluster.pk]) for cluster, place in found]


def desk_of(user: User, *, slug: str, organisation_id: int, at: datetime) -> Desk | None:
    """Return the user's desk for the company in the cluster, or None (which says nothing about whether they exist)."""
    return next((desk for desk in desks_of(user, at=at) if desk.cluster.slug == slug and desk.organisation.pk == organisation_id), None)


def _actor(user: User, cluster_id: int, places: Iterable[Organisation], kinds: dict[tuple[int, int], set[str]]) -> Actor:
    roles = set()
    for place in places:
        roles.add((place.pk, RESEARCHER if place.kind == OrganisationKind.KNOWLEDGE else COLLEAGUE))
        roles |= {(place.pk, ROLE_OF[kind]) for kind in kinds[cluster_id, place.pk] if kind in ROLE_OF}
    return Actor(name=user.name or user.email, cluster_id=cluster_id, user_id=user.pk, companies=frozenset(roles))
