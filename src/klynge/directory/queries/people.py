"""Who works where, and who is what to a cluster."""

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from klynge.access.models import Cluster
from klynge.core.sorting import Danish
from klynge.directory.models import Affiliation, ContactRole, Forgetting, Organisation, Person, PersonEmail, Subscription

ADDRESSES = Prefetch("person__emails", PersonEmail.objects.order_by("-is_primary", "pk"))


def remembered() -> Q:
    """Return the condition that the row's ``person`` is not forgotten by the open cluster."""
    return ~Q(Exists(Forgetting.objects.filter(person=OuterRef("person"), lifted_at__isnull=True)))


def people_of(organisation: Organisation, *, on_day: date) -> QuerySet[Affiliation]:
    """Return who works at the organisation on the day, with person and addresses, by name; not whom the open cluster has forgotten."""
    rows = Affiliation.objects.filter(remembered(), organisation=organisation, during__contains=on_day)
    return rows.select_related("person").prefetch_related(ADDRESSES).order_by(Danish("person__name"), "pk")


def contacts_of(organisation: Organisation, *, on_day: date) -> QuerySet[ContactRole]:
    """Return the organisation's contact roles in the open cluster on the day, with person and addresses, by role and name."""
    rows = ContactRole.objects.filter(organisation=organisation, during__contains=on_day)
    return rows.select_related("person").prefetch_related(ADDRESSES).order_by("kind", Danish("person__name"), "pk")


def affiliations_of(person: Person, *, cluster: Cluster) -> QuerySet[Affiliation]:
    """Return where the person works and worked, as far as the cluster knows the places; the latest first."""
    rows = Affiliation.objects.filter(person=person, organisation__listings__cluster=cluster)
    return rows.select_related("organisation").order_by("-during", "pk")


def roles_of(person: Person, *, cluster: Cluster) -> QuerySet[ContactRole]:
    """Return what the person is and was to the cluster; the latest first."""
    return ContactRole.objects.filter(person=person, cluster=cluster).select_related("organisation").order_by("-during", "pk")


def subscriptions_of(person: Person, *, cluster: Cluster) -> QuerySet[Subscription]:
    """Return the person's newsletter subscriptions in the cluster, running ones first."""
    return Subscription.objects.filter(person=person, cluster=cluster).order_by("withdrawn_at", "-pk")


def addresses_of(person: Person) -> list[str]:
    """Return every address of the person in lower case, the account's too."""
    found = {address.lower() for address in PersonEmail.objects.filter(person=person).values_list("address", flat=True)}
    return sorted(found | ({person.user.email.lower()} if person.user else set()))
