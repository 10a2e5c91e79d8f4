"""Write down many organisations with their contacts and sizes at once."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.ranges import span
from klynge.directory import policies
from klynge.directory.models import (
    Affiliation,
    ContactRole,
    Listing,
    Organisation,
    Person,
    PersonEmail,
    SizeDeclaration,
    SizeSource,
    end_spans,
    refresh_search,
)
from klynge.directory.queries.recognising import recognise_people
from klynge.directory.rules.checking import new_organisation
from klynge.directory.rules.entries import ContactEntry, OrganisationEntry

Pairs = Sequence[tuple[OrganisationEntry, int]]
Holders = dict[tuple[int, ContactEntry], int]  # (organisation, contact) -> person


@transaction.atomic
def import_organisations(
    cluster: Cluster, *, entries: Sequence[OrganisationEntry], actor: Actor, at: datetime, confirms_sizes: bool = False
) -> list[int]:
    """Write the entries down and return the organisations' ids in their order; the number of statements does not depend on how many.

    The facts must have been checked. Raises: Refused, IntegrityError when the registry has moved on meanwhile.
    """
    require(policies.may_register(actor, cluster))
    ids = _organisations(cluster, entries, at)
    pairs = list(zip(entries, ids, strict=True))
    people = _people(pairs, day_of(at))
    _roles(cluster, pairs, people, day_of(at))
    _sizes(pairs, actor, at, confirms_sizes=confirms_sizes)
    refresh_search(ids, person_ids=set(people.values()))
    changed = [
        {"id": pk, "before": dict(entry.before), "after": {key: str(entry.facts[key]) for key in entry.before}}
        for entry, pk in pairs
        if entry.before
    ]
    created = sum(entry.organisation_id is None for entry in entries)
    record(
        actor, "directory.organisations.imported", cluster, at=at, cluster_id=cluster.pk, count=len(ids), created=created, changed=changed
    )
    return ids


def _organisations(cluster: Cluster, entries: Sequence[OrganisationEntry], at: datetime) -> list[int]:
    new = [Organisation(**new_organisation(entry.facts)) for entry in entries if entry.organisation_id is None]
    fresh = iter(Organisation.objects.bulk_create(new))
    ids = [entry.organisation_id or next(fresh).pk for entry in entries]
    changed = {entry.organisation_id: entry.facts for entry in entries if entry.organisation_id and entry.facts}
    rows = list(Organisation.objects.select_for_update().filter(pk__in=changed).order_by("pk"))
    for row in rows:
        for field, value in changed[row.pk].items():
            setattr(row, field, value)
    if fields := {field for facts in changed.values() for field in facts}:
        Organisation.objects.bulk_update(rows, sorted(fields))
    _listings(cluster, list(zip(entries, ids, strict=True)), at)
    return ids


def _listings(cluster: Cluster, pairs: Pairs, at: datetime) -> None:
    present = {row.organisation_id: row for row in Listing.objects.filter(cluster=cluster, organisation_id__in=[pk for _, pk in pairs])}
    Listing.objects.bulk_create(
        [Listing(cluster=cluster, organisation_id=pk, external_id=e.external_id, listed_at=at) for e, pk in pairs if pk not in present]
    )
    named = []
    for entry, pk in pairs:
        if entry.external_id and pk in present and present[pk].external_id != entry.external_id:
            present[pk].external_id = entry.external_id
            named.append(present[pk])
    if named:
        Listing.objects.bulk_update(named, ["external_id"])


def _people(pairs: Pairs, today: date) -> Holders:
    """Recognise the contacts by address, else by name at the same place; make the others; let all work there."""
    wanted = [(pk, contact) for entry, pk in pairs for contact in entry.contacts]
    holders = recognise_people(wanted, on_day=today)
    new: dict[object, Person] = {}
    for pk, contact in wanted:
        if (pk, contact) not in holders:
            new.setdefault(contact.email or (pk, contact.name), Person(name=contact.name, phone=contact.phone))
    Person.objects.bulk_create(new.values())
    PersonEmail.objects.bulk_create([PersonEmail(person=p, address=key, is_primary=True) for key, p in new.items() if isinstance(key, str)])
    holders |= {(pk, c): new[c.email or (pk, c.name)].pk for pk, c in wanted if (pk, c) not in holders}
    _contact_details(holders)
    _affiliations(pairs, holders, today)
    return holders


def _contact_details(holders: Holders) -> None:
    """Fill in what was not known of a person: a phone number, one more address. What is known is left alone."""
    rows = {row.pk: row for row in Person.objects.filter(pk__in=set(holders.values())).prefetch_related("emails")}
    known = {email.address.lower() for row in rows.values() for email in row.emails.all()}
    phones, emails, given = [], [], set()
    for (_, contact), person_id in holders.items():
        row = rows[person_id]
        if contact.phone and not row.phone:
            row.phone = contact.phone
            phones.append(row)
        if contact.email and contact.email not in known:
            is_first = not row.emails.all() and person_id not in given
            emails.append(PersonEmail(person=row, address=contact.email, is_primary=is_first))
            known.add(contact.email)
            given.add(person_id)
    Person.objects.bulk_update(phones, ["phone"])
    PersonEmail.objects.bulk_create(emails)


def _affiliations(pairs: Pairs, holders: Holders, today: date) -> None:
    since = {pk: entry.contacts_from or today for entry, pk in pairs}
    wanted = {(person, pk): contact for (pk, contact), person in reversed(holders.items())}
    there = Affiliation.objects.filter(organisation_id__in=since, person_id__in=set(holders.values()))
    open_now = {(row.person_id, row.organisation_id): row for row in there if row.during.upper is None}
    last_left = {(row.person_id, row.organisation_id): row.during.upper for row in there if row.during.upper}
    new = [
        Affiliation(
            person_id=key[0],
            organisation_id=key[1],
            title=contact.title,
            during=span(max(since[key[1]], last_left.get(key, since[key[1]]))),
        )
        for key, contact in wanted.items()
        if key not in open_now
    ]
    Affiliation.objects.bulk_create(new)
    titled = [open_now[key] for key, contact in wanted.items() if key in open_now and contact.title and not open_now[key].title]
    for row in titled:
        row.title = wanted[row.person_id, row.organisation_id].title
    Affiliation.objects.bulk_update(titled, ["title"])


def _roles(cluster: Cluster, pairs: Pairs, holders: Holders, today: date) -> None:
    """Give the roles to their new holders from today (from the beginning when there was none); the former ones end the same day."""
    since = {pk: entry.contacts_from or today for entry, pk in pairs}
    every = ContactRole.objects.filter(cluster=cluster, organisation_id__in=since)
    held = {(row.organisation_id, row.kind): row for row in every.filter(during__contains=today)}
    had = set(every.values_list("organisation_id", "kind"))
    wanted = {(pk, contact.role): person for (pk, contact), person in holders.items()}
    changed = {key: person for key, person in wanted.items() if key not in held or held[key].person_id != person}
    end_spans(every.filter(pk__in=[held[key].pk for key in changed if key in held]), today)
    ContactRole.objects.bulk_create(
        [
            ContactRole(
                cluster=cluster, organisation_id=pk, kind=kind, person_id=person, during=span(today if (pk, kind) in had else since[pk])
            )
            for (pk, kind), person in changed.items()
        ]
    )


def _sizes(pairs: Pairs, actor: Actor, at: datetime, *, confirms_sizes: bool) -> None:
    facts = {"source": SizeSource.STAFF, "declared_at": at, "declared_by": actor.name}
    if confirms_sizes:
        facts |= {"confirmed_at": at, "confirmed_by": actor.name}
    said = [(pk, size) for entry, pk in pairs for size in entry.sizes]
    SizeDeclaration.objects.bulk_create(
        [SizeDeclaration(organisation_id=pk, metric=s.metric, low=s.low, high=s.high, as_of=s.as_of, **facts) for pk, s in said]
    )
