"""Who is to be told of which posts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from klynge.directory.models import Person
from klynge.networks.models import Frequency, Hearing, Network, Post

from .seating import readers_of
from .wording import address_of

YOUNG = timedelta(days=7)  # what is older is read on the page


@dataclass(frozen=True, slots=True)
class Told:
    """One reader with the posts, oldest first, that this reader has not heard of."""

    hearing: Hearing
    person: Person
    posts: list[Post]


def hear_all(network: Network, *, on: date) -> dict[int, Person]:
    """Give everybody who is written to a row that says up to where they were told; return those with an address, by key."""
    readers = {person.pk: person for person in readers_of(network, on=on) if address_of(person)}
    known = set(Hearing.objects.filter(network=network, person__in=readers).values_list("person_id", flat=True))
    fresh = [Hearing(cluster=network.cluster, network=network, person_id=pk) for pk in readers if pk not in known]
    Hearing.objects.bulk_create(fresh, ignore_conflicts=True)
    return readers


def untold(network: Network, readers: dict[int, Person], *, frequency: str, at: datetime) -> list[Told]:
    """Return who of the readers has chosen this frequency and has something to hear; nobody is told of one's own words.

    The hearings should be locked.
    """
    hearings = list(
        Hearing.objects.select_for_update(of=("self",)).filter(network=network, person__in=readers, frequency=frequency).order_by("pk")
    )
    if not hearings or frequency == Frequency.NEVER:
        return []
    standing = Post.objects.filter(network=network, removed_at__isnull=True, written_at__gt=at - YOUNG, written_at__lte=at)
    posts = list(standing.filter(pk__gt=min(each.told_post for each in hearings)).select_related("thread", "organisation").order_by("pk"))
    found: dict[int, list[Post]] = defaultdict(list)
    for hearing in hearings:
        found[hearing.pk] = [post for post in posts if post.pk > hearing.told_post and post.person_id != hearing.person_id]
    return [Told(hearing, readers[hearing.person_id], found[hearing.pk]) for hearing in hearings if found[hearing.pk]]
