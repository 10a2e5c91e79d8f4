"""Who sits in a network, who waits, who hosts next; a constant number of statements."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db.models import Count, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from klynge.core.clock import day_of
from klynge.directory.models import Organisation, Person
from klynge.networks.models import Network, NetworkMeeting, Officer, Seat
from klynge.networks.rules.seating import hosts_in_turn, next_seated


def with_counts(networks: QuerySet[Network]) -> QuerySet[Network]:
    """Give each network ``taken`` seats, ``waiting`` and ``asked`` ones, and ``met``: meetings that were not cancelled."""
    rows = Seat._base_manager.filter(network=OuterRef("pk"), ended_at__isnull=True).order_by().values("network")
    seated = rows.filter(seated_at__isnull=False)
    waiting = rows.filter(seated_at__isnull=True, admitted_at__isnull=False)
    asked = rows.filter(admitted_at__isnull=True)
    met = NetworkMeeting._base_manager.filter(network=OuterRef("pk"), cancelled_at__isnull=True).order_by().values("network")

    def counted(query: QuerySet[Seat] | QuerySet[NetworkMeeting]) -> Coalesce:
        return Coalesce(Subquery(query.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)

    return networks.annotate(taken=counted(seated), waiting=counted(waiting), asked=counted(asked), met=counted(met))


def turns(network: Network) -> list[int]:
    """Return the keys of the seats that are to be given now; right only while the network's row is locked."""
    seated = Counter(Seat.objects.filter(network=network).seated().values_list("organisation_id", flat=True))
    free = None if network.seats_most is None else network.seats_most - sum(seated.values())
    queue = list(Seat.objects.filter(network=network).in_queue().values_list("pk", "organisation_id"))
    return next_seated(queue, free=free, held=seated, most=network.most_per_company)


def position_of(seat: Seat) -> int:
    """Return the place in the queue, from 1; 0 for who does not wait."""
    before = Q(admitted_at__lt=seat.admitted_at) | Q(admitted_at=seat.admitted_at, pk__lte=seat.pk) if seat.admitted_at else Q(pk__in=[])
    if seat.seated_at or seat.ended_at:
        return 0
    return Seat.objects.filter(network=seat.network_id).in_queue().filter(before).count()


def next_hosts(network: Network) -> list[Organisation]:
    """Return the companies with a seat in the order in which they host next."""
    hosted = dict(
        NetworkMeeting.objects.filter(network=network, cancelled_at__isnull=True, host__isnull=False).order_by()
        .values_list("host").annotate(last=Max("starts_at")).values_list("host", "last")
    )  # fmt: skip
    seats = Seat.objects.filter(network=network).seated().select_related("organisation").order_by("seated_at", "pk")
    companies: dict[int, tuple[Organisation, date]] = {}
    for seat in seats:
        companies.setdefault(seat.organisation_id, (seat.organisation, day_of(seat.seated_at)))  # type: ignore[arg-type]
    facts = [(pk, day_of(hosted[pk]) if pk in hosted else None, since) for pk, (_company, since) in companies.items()]
    return [companies[pk][0] for pk in hosts_in_turn(facts)]


def readers_of(network: Network, *, on: date) -> list[Person]:
    """Return who is written to: holders, substitutes and officers of the day, each once, by name."""
    seats = Seat.objects.filter(network=network).seated()
    officers = Officer.objects.filter(network=network).on(on).values("person")
    people = Person.objects.filter(Q(pk__in=seats.values("holder")) | Q(pk__in=seats.values("substitute")) | Q(pk__in=officers))
    return list(people.prefetch_related("emails").order_by("name", "pk"))


def shared_networks(organisation_ids: list[int]) -> list[tuple[int, int, int]]:
    """Return (network, one company, another company) for those of the companies that sit in a network together now; one before other."""
    rows = Seat.objects.filter(organisation_id__in=organisation_ids).seated().order_by("network_id", "organisation_id")
    by_network: dict[int, list[int]] = {}
    for network_id, organisation_id in rows.values_list("network_id", "organisation_id").distinct():
        by_network.setdefault(network_id, []).append(organisation_id)
    return [(network, one, other) for network, ids in by_network.items() for i, one in enumerate(ids) for other in ids[i + 1 :]]
