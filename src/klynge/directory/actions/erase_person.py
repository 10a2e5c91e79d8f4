"""Empty what the registry holds of a person, as far as one cluster may."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Conflict
from klynge.directory import policies
from klynge.directory.models import (
    FORGOTTEN,
    Affiliation,
    ContactRole,
    Forgetting,
    MasterDataCheck,
    Person,
    PersonEmail,
    Profile,
    SizeDeclaration,
    Subscription,
    end_spans,
    refresh_search,
)
from klynge.directory.queries.forgetting import is_known_elsewhere, shared_places, works_in_the_office
from klynge.directory.queries.people import addresses_of


@transaction.atomic
def erase_person(person: Person, *, cluster: Cluster, reason: str, actor: Actor, at: datetime) -> Forgetting:
    """Delete addresses, phone and subscriptions, end what the person does and is, and put a mark where the name stood.

    Days and places stay, without a name. Whoever another cluster knows keeps name and addresses there, and is no more seen here.
    Safe to run twice. Raises: Refused; Conflict for somebody who works in the office.
    """
    require(policies.may_forget(actor, person, cluster))
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if done := Forgetting.objects.filter(person=person, cluster=cluster, lifted_at__isnull=True).first():
        return done
    if works_in_the_office(person, cluster=cluster):
        raise Conflict(_("%s has a role in the office. Withdraw the role under Settings first.") % person.name)

    is_whole = not is_known_elsewhere(person, cluster=cluster)
    places = list(Affiliation.objects.filter(person=person).values_list("organisation", flat=True))
    _end(person, cluster, at, is_whole=is_whole)
    Subscription.objects.filter(Q(person=person) | Q(address__in=addresses_of(person)), cluster=cluster).delete()
    _leave_no_name(person, places)
    if is_whole:
        PersonEmail.objects.filter(person=person).delete()
        person.name, person.phone, person.user = FORGOTTEN, "", None
        person.save(update_fields=["name", "phone", "user"])
    refresh_search(places, person_ids=[person.pk])
    forgetting = Forgetting.objects.create(cluster=cluster, person=person, reason=reason, is_whole=is_whole, at=at, by_name=actor.name)
    record(actor, "directory.person.erased", forgetting, at=at, reason=reason, is_whole=is_whole)
    return forgetting


def _end(person: Person, cluster: Cluster, at: datetime, *, is_whole: bool) -> None:
    """End roles here and places of work; a place that another cluster knows too is left to that cluster."""
    today = day_of(at)
    end_spans(ContactRole.objects.filter(person=person, cluster=cluster), today)
    works = Affiliation.objects.filter(person=person)
    if not is_whole:
        works = works.filter(organisation__listings__cluster=cluster).exclude(organisation__in=shared_places(person, cluster=cluster))
    kept = list(works.values_list("pk", flat=True))
    end_spans(Affiliation.objects.filter(pk__in=kept), today)
    Affiliation.objects.filter(pk__in=kept).update(title="")


def _leave_no_name(person: Person, places: list[int]) -> None:
    """Blot the name where the person declared sizes and published profiles for their own companies."""
    for name in ("declared_by", "confirmed_by"):
        SizeDeclaration.objects.filter(organisation__in=places, **{name: person.name}).update(**{name: FORGOTTEN})
    MasterDataCheck.objects.filter(organisation__in=places, confirmed_by=person.name).update(confirmed_by=FORGOTTEN)
    Profile.objects.filter(organisation__in=places, published_by=person.name).update(published_by=FORGOTTEN)
