"""Which organisations the rows of a file mean, and how those stand before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q

from klynge.access.models import Cluster
from klynge.directory.models import ContactRole, Listing, Organisation, Partnership, PersonEmail, SizeDeclaration
from klynge.membership.models import Membership
from klynge.membership.rules.member_files.deciding import Known, KnownContact
from klynge.membership.rules.member_files.likeness import Candidate, bare_name, choose
from klynge.membership.rules.member_files.rows import ORGANISATION, Row

FACTS = (*ORGANISATION, "municipality_id", "founded_on", "has_foreign_parent", "is_advertising_protected", "email_domain")
ALIKE = """
SELECT r.number, o.id, o.name, o.postcode, o.cvr
FROM unnest(%(numbers)s::int[], %(names)s::text[]) AS r (number, name)
CROSS JOIN LATERAL (
    SELECT o.id, o.name, o.postcode, o.cvr FROM directory_organisation o
    WHERE o.search_text %%> r.name AND EXISTS (
        SELECT 1 FROM directory_listing l WHERE l.cluster_id = %(cluster)s AND l.organisation_id = o.id)
    ORDER BY word_similarity(r.name, o.search_text) DESC, o.id LIMIT 5
) AS o
"""

# The same among a few: they are compared one by one, which no index can better.
ALIKE_AMONG = """
WITH few AS MATERIALIZED (SELECT id, name, postcode, cvr, search_text FROM directory_organisation WHERE id = ANY(%(among)s))
SELECT r.number, o.id, o.name, o.postcode, o.cvr
FROM unnest(%(numbers)s::int[], %(names)s::text[]) AS r (number, name)
CROSS JOIN LATERAL (
    SELECT f.id, f.name, f.postcode, f.cvr FROM few f WHERE f.search_text %%> r.name
    ORDER BY word_similarity(r.name, f.search_text) DESC, f.id LIMIT 5
) AS o
"""
FEW = 200


@dataclass(frozen=True, slots=True)
class Match:
    """The organisation that a row means, or those among which somebody has to choose."""

    organisation_id: int | None = None
    candidates: tuple[int, ...] = ()


def match_surely(cluster: Cluster, rows: Sequence[Row]) -> dict[int, Match]:
    """Return matches by the id of the file, the CVR number (in the whole registry) and the member number, in this order. Three queries."""
    ids = {row.external_id for row in rows if row.external_id}
    by_id = dict(Listing.objects.filter(cluster=cluster, external_id__in=ids).values_list("external_id", "organisation_id"))
    numbers = {row.facts["cvr"] for row in rows if row.facts.get("cvr")}
    known = Organisation.objects.filter(cvr__in=numbers).values_list("country", "cvr", "pk")
    by_cvr = {(country, cvr): pk for country, cvr, pk in known}
    by_member = number_holders(cluster, rows)
    found = {}
    for row in rows:
        cvr = (row.facts.get("country", "DK"), row.facts.get("cvr"))
        pk = by_id.get(row.external_id) or by_cvr.get(cvr) or by_member.get(row.member_no or 0)  # type: ignore[arg-type]
        if pk:
            found[row.number] = Match(pk)
    return found


def number_holders(cluster: Cluster, rows: Sequence[Row]) -> dict[int, int]:
    """Return {member number: organisation} of the numbers that the rows ask for and somebody has or had."""
    asked = {row.member_no for row in rows if row.member_no}
    return dict(
        Membership.objects.filter(cluster=cluster, member_no__in=asked).order_by("during").values_list("member_no", "organisation_id")
    )


def match_alike(cluster: Cluster, rows: Sequence[Row], *, among: Collection[int] | None = None) -> dict[int, Match]:
    """Return matches by mail domain, then by similar name, among the organisations that the cluster knows, or some of them. Two queries."""
    found = {}
    by_domain, by_name = _sharing_domain(cluster, rows, among), _alike(cluster, rows, among)
    for row in rows:
        for candidates, shares_domain in ((by_domain[row.domain] if row.domain else [], True), (by_name[row.number], False)):
            possible = [one for one in candidates if not (one.cvr and row.facts.get("cvr") and one.cvr != row.facts["cvr"])]
            chosen, is_open = choose(row.facts.get("name", ""), row.facts.get("postcode", ""), possible, shares_domain=shares_domain)
            if is_open:
                found[row.number] = Match(candidates=tuple(one.organisation_id for one in possible[:5]))
            elif chosen:
                found[row.number] = Match(chosen.organisation_id)
            if row.number in found:
                break
    return found


def _sharing_domain(cluster: Cluster, rows: Sequence[Row], among: Collection[int] | None) -> dict[str, list[Candidate]]:
    domains = {row.domain for row in rows if row.domain}
    known = Organisation.objects.filter(email_domain__in=domains, listings__cluster=cluster, merged_into__isnull=True)
    if among is not None:
        known = known.filter(pk__in=among)
    found = defaultdict(list)
    for domain, pk, name, postcode, cvr in known.order_by("pk").values_list("email_domain", "pk", "name", "postcode", "cvr"):
        found[domain].append(Candidate(pk, name, postcode, cvr))
    return found


def _alike(cluster: Cluster, rows: Sequence[Row], among: Collection[int] | None) -> dict[int, list[Candidate]]:
    named = [(row.number, bare_name(row.facts["name"])) for row in rows if row.facts.get("name")]
    params = {"numbers": [number for number, _ in named], "names": [name for _, name in named], "cluster": cluster.pk}
    is_few = among is not None and len(among) <= FEW
    found = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(ALIKE_AMONG if is_few else ALIKE, params | {"among": list(among or ())})
        for number, *candidate in cursor.fetchall():
            if among is None or candidate[0] in among:
                found[number].append(Candidate(*candidate))
    return found


def known_organisations(cluster: Cluster, organisation_ids: Iterable[int], *, on_day: date) -> dict[int, Known]:
    """Return how each organisation stands in the cluster on the day; seven queries, however many."""
    ids = set(organisation_ids)
    listings = dict(Listing.objects.filter(cluster=cluster, organisation_id__in=ids).values_list("organisation_id", "external_id"))
    contacts, sizes, members = _contacts(cluster, ids, on_day), _sizes(ids), _memberships(cluster, ids)
    partners = Partnership.objects.filter(cluster=cluster, organisation_id__in=ids)
    partner_ids = set(
        partners.filter(Q(during__endswith__isnull=True) | Q(during__endswith__gt=on_day)).values_list("organisation_id", flat=True)
    )
    return {
        row.pk: Known(
            organisation_id=row.pk,
            facts=_facts(row),
            external_id=listings.get(row.pk, ""),
            is_listed=row.pk in listings,
            contacts=contacts[row.pk],
            sizes=sizes[row.pk],
            spans=tuple((one.during.lower, one.during.upper) for one in members[row.pk]),
            member_no=members[row.pk][-1].member_no if members[row.pk] else None,
            is_partner=row.pk in partner_ids,
            merged_into=row.merged_into.name if row.merged_into else "",
            dissolved_on=row.dissolved_on,
        )
        for row in Organisation.objects.filter(pk__in=ids).select_related("merged_into")
    }


def _facts(row: Organisation) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FACTS}


def _contacts(cluster: Cluster, ids: set[int], on_day: date) -> dict[int, dict[str, KnownContact]]:
    roles = ContactRole.objects.filter(cluster=cluster, organisation_id__in=ids, kind__in=("primary", "billing"), during__contains=on_day)
    rows = list(roles.select_related("person"))
    addresses = defaultdict(set)
    for person, address in PersonEmail.objects.filter(person_id__in={row.person_id for row in rows}).values_list("person_id", "address"):
        addresses[person].add(address.lower())
    works = Organisation.objects.filter(pk__in=ids, affiliations__during__contains=on_day)
    titles = {(pk, person): title for pk, person, title in works.values_list("pk", "affiliations__person_id", "affiliations__title")}
    found: dict[int, dict[str, KnownContact]] = defaultdict(dict)
    for row in rows:
        title = titles.get((row.organisation_id, row.person_id), "")
        found[row.organisation_id][row.kind] = KnownContact(row.person.name, frozenset(addresses[row.person_id]), row.person.phone, title)
    return found


def _sizes(ids: set[int]) -> dict[int, dict[str, tuple[int, int | None]]]:
    rows = SizeDeclaration.objects.filter(organisation_id__in=ids).order_by("as_of", "pk")
    found: dict[int, dict[str, tuple[int, int | None]]] = defaultdict(dict)
    for pk, metric, low, high in rows.values_list("organisation_id", "metric", "low", "high"):
        found[pk][metric] = (low, high)
    return found


def _memberships(cluster: Cluster, ids: set[int]) -> dict[int, list[Membership]]:
    found = defaultdict(list)
    for row in Membership.objects.filter(cluster=cluster, organisation_id__in=ids).order_by("during"):
        found[row.organisation_id].append(row)
    return found
