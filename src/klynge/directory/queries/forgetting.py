"""What has to be known before somebody is forgotten."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from klynge.access.models import Cluster, Grant
from klynge.directory.models import Affiliation, Consent, ContactRole, Listing, Organisation, Person, Subscription


def works_in_the_office(person: Person, *, cluster: Cluster) -> bool:
    """Say whether the person holds a role in the cluster's office."""
    return Grant.objects.filter(user_id=person.user_id or 0, cluster=cluster, withdrawn_at__isnull=True).exists()


def is_known_elsewhere(person: Person, *, cluster: Cluster) -> bool:
    """Say whether another cluster knows the person, by a place of work, a role, an answer, a subscription or a role in its office."""
    places = Listing.objects.filter(organisation=OuterRef("organisation")).exclude(cluster=cluster)
    return (
        Affiliation.objects.filter(Exists(places), person=person).exists()
        or any(
            model._base_manager.filter(person=person).exclude(cluster=cluster).exists() for model in (ContactRole, Consent, Subscription)
        )
        or Grant.objects.filter(user_id=person.user_id or 0).exclude(cluster=cluster).exists()
    )


def shared_places(person: Person, *, cluster: Cluster) -> QuerySet[Organisation]:
    """Return the organisations of the person that another cluster knows too."""
    others = Listing.objects.filter(organisation=OuterRef("pk")).exclude(cluster=cluster)
    return Organisation.objects.filter(Q(affiliations__person=person), Exists(others)).order_by("pk")
