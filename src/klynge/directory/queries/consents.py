"""Who has said yes to what: of each person's answers about a purpose the latest counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.directory.models import Consent, ConsentPurpose, Person

LINK = "link in a mail"  # the system's name when somebody follows a signed link of their own


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands on a purpose now; ``latest`` is None when nobody ever asked."""

    purpose: str
    label: str
    latest: Consent | None

    @property
    def is_given(self) -> bool:
        """Whether the latest answer is a yes."""
        return self.latest is not None and self.latest.is_given


def latest_consents(cluster: Cluster, *, purpose: str) -> QuerySet[Consent]:
    """Return each person's latest answer about the purpose."""
    rows = Consent.objects.filter(cluster=cluster, purpose=purpose)
    return rows.order_by("person_id", "-at", "-id").distinct("person_id")


def consenting_people(cluster: Cluster, *, purpose: str) -> QuerySet[Consent]:
    """Return the ids of the people whose latest answer about the purpose is a yes, for use in another query."""
    latest = latest_consents(cluster, purpose=purpose).values("pk")
    return Consent.objects.filter(pk__in=latest, is_given=True).order_by().values("person_id")


def people_with_consent(cluster: Cluster, people: Iterable[int], *, purpose: str) -> set[int]:
    """Return which of the people (ids) have said yes."""
    return set(consenting_people(cluster, purpose=purpose).filter(person_id__in=list(people)).values_list("person_id", flat=True))


def has_consent(person: Person, *, cluster: Cluster, purpose: str) -> bool:
    """Say whether the person's latest answer about the purpose is a yes."""
    return bool(people_with_consent(cluster, [person.pk], purpose=purpose))


def consent_log(person: Person, *, cluster: Cluster) -> QuerySet[Consent]:
    """Return everything the person answered to the cluster, newest first."""
    return Consent.objects.filter(cluster=cluster, person=person).order_by("-at", "-id")


def standing_of(person: Person, *, cluster: Cluster) -> list[Standing]:
    """Return where the person stands on each purpose, in the order of the purposes."""
    latest: dict[str, Consent] = {}
    for row in consent_log(person, cluster=cluster):
        latest.setdefault(row.purpose, row)
    return [Standing(value, str(label), latest.get(value)) for value, label in ConsentPurpose.choices]


def is_own(actor: Actor, person: Person) -> bool:
    """Say whether the actor is the person, or follows a link that only the person has."""
    return (actor.user_id is not None and actor.user_id == person.user_id) or (actor.is_system and actor.name == LINK)
