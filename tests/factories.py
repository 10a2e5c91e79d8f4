"""Rows for tests, made straight: what the actions under test are about is left to them."""

from datetime import UTC, date, datetime
from itertools import count

from klynge.access.models import Cluster
from klynge.core.ranges import span
from klynge.directory.models import ContactRole, ContactRoleKind, Listing, Organisation, Person, PersonEmail, SizeDeclaration, SizeSource
from klynge.membership.models import FeeBand, FeeComponent, FeeMethod, FeeSchedule, Membership, MembershipType, ScheduleStatus

# A1: the published ends 1,000 and 25,000; the six inner steps are an assumption (bounds are the register's size intervals)
A1 = [
    (0, 2, 1_000),
    (2, 5, 1_500),
    (5, 10, 2_500),
    (10, 20, 4_000),
    (20, 50, 6_500),
    (50, 100, 10_000),
    (100, 200, 16_000),
    (200, None, 25_000),
]
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
_numbers = count(1000)


def a1_schedule(cluster: Cluster, product: object, *, effective_on: date = date(2017, 1, 1), **facts: object) -> FeeSchedule:
    """Adopt the eight-step scale."""
    schedule = FeeSchedule.objects.create(
        cluster=cluster, code="ordinary", name="Kontingent", status=ScheduleStatus.ADOPTED, effective_on=effective_on,
        adopted_on=effective_on, resolution="Generalforsamling", product=product, currency=cluster.currency, **facts,
    )  # fmt: skip
    component = FeeComponent.objects.create(
        schedule=schedule, code="size", label={"da": "Kontingent", "en": "Membership dues"}, method=FeeMethod.BAND, metrics=["headcount"]
    )
    for position, (low, high, kroner) in enumerate(A1, 1):
        text = f"{low}+" if high is None else f"{low}-{high - 1}"
        inner = position not in (1, 8)
        FeeBand.objects.create(
            component=component, position=position, low=low, high=high, amount_minor=kroner * 100, is_assumption=inner,
            label={"da": f"{text} ansatte", "en": f"{text} employees"},
        )  # fmt: skip
    return schedule


def company(cluster: Cluster, name: str, **facts: object) -> Organisation:
    """Register a company that the cluster knows."""
    organisation = Organisation.objects.create(name=name, **facts)
    Listing.objects.create(cluster=cluster, organisation=organisation, listed_at=LONG_AGO)
    return organisation


def size(
    organisation: Organisation, low: int, high: int | None = -1, *, as_of: date = date(2026, 1, 1), is_confirmed: bool = True
) -> SizeDeclaration:
    """Declare a headcount (exact unless a high is given)."""
    return SizeDeclaration.objects.create(
        organisation=organisation, low=low, high=low if high == -1 else high, as_of=as_of, source=SizeSource.MEMBER, declared_at=LONG_AGO,
        confirmed_at=LONG_AGO if is_confirmed else None,
    )  # fmt: skip


def contact(cluster: Cluster, organisation: Organisation, *, language: str = "da") -> Person:
    """Give the organisation a billing contact with an address."""
    person = Person.objects.create(name=f"Kontakt {organisation.name}", language=language)
    PersonEmail.objects.create(person=person, address=f"kontakt-{person.pk}@example.dk", is_primary=True)
    ContactRole.objects.create(
        cluster=cluster, organisation=organisation, person=person, kind=ContactRoleKind.BILLING, during=span(date(2015, 1, 1))
    )
    return person


def member(
    cluster: Cluster, kind: MembershipType, name: str, employees: int | None, *, joined_on: date = date(2020, 1, 1), language: str = "da"
) -> Membership:
    """Make a member company with a confirmed headcount and a billing contact."""
    organisation = company(cluster, name)
    if employees is not None:
        size(organisation, employees)
    contact(cluster, organisation, language=language)
    return Membership.objects.create(
        cluster=cluster, organisation=organisation, type=kind, member_no=next(_numbers), during=span(joined_on)
    )
