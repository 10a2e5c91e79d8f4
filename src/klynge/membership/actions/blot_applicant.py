"""Blot a forgotten person out of applications, imports and notes."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Lower

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.texts import pattern_of
from klynge.directory.models import FORGOTTEN
from klynge.membership import policies
from klynge.membership.models import AccessRequest, Application, ApplicationEvent, Resignation

# A row that holds one of the addresses is the person's: address and name go, the rest is the company's.
IN_FILES = """
UPDATE membership_importrow r SET cells = regexp_replace(r.cells::text, %(pattern)s, %(mark)s, 'gi')::jsonb
FROM membership_importrun run WHERE run.id = r.run_id AND run.cluster_id = %(cluster)s
    AND EXISTS (SELECT 1 FROM unnest(%(addresses)s::text[]) a WHERE strpos(lower(r.cells::text), a) > 0)
"""
IN_NOTES = """
UPDATE {table} n SET note = regexp_replace(n.note, %(pattern)s, %(mark)s, 'gi')
FROM membership_membership m WHERE m.id = n.membership_id AND m.cluster_id = %(cluster)s AND m.organisation_id = ANY (%(places)s)
    AND n.note ~* %(pattern)s
"""
NOTED = ("membership_resignation", "membership_ending")


@transaction.atomic
def blot_applicant(
    cluster: Cluster, *, addresses: Sequence[str], name: str, organisation_ids: Sequence[int], actor: Actor, at: datetime
) -> int:
    """Put a mark where applications, rows of files and notes about the companies held the person's words; return how many rows changed.

    Addresses are in lower case. Safe to run twice. Raises: Refused.
    """
    require(policies.may_expire(actor, cluster))
    mine = Application.objects.alias(lowered=Lower("contact_email")).filter(cluster=cluster, lowered__in=list(addresses))
    ids = list(mine.values_list("pk", flat=True))
    AccessRequest.objects.alias(lowered=Lower("address")).filter(cluster=cluster, lowered__in=list(addresses)).delete()
    ApplicationEvent.objects.filter(Q(by_name=name) | Q(by_name=FORGOTTEN), application__in=ids).update(by_name=FORGOTTEN, note="")
    count = Application.objects.filter(pk__in=ids).clear_contact()
    Resignation.objects.filter(membership__cluster=cluster, membership__organisation__in=organisation_ids, withdrawn_by=name).update(
        withdrawn_by=FORGOTTEN
    )
    count += _blot(cluster, [*addresses, name], list(addresses), list(organisation_ids))
    if count:
        record(actor, "membership.applicant.blotted", cluster, at=at, cluster_id=cluster.pk, count=count)
    return count


def _blot(cluster: Cluster, words: list[str], addresses: list[str], places: list[int]) -> int:
    spelt = {each for word in words if word for each in (word, json.dumps(word)[1:-1])}  # as JSON may write it
    facts = {
        "cluster": cluster.pk,
        "addresses": addresses,
        "places": places,
        "pattern": "|".join(pattern_of(word) for word in sorted(spelt, key=len, reverse=True)),
        "mark": FORGOTTEN,
    }
    count = 0
    with connection.cursor() as cursor:
        for sql in (IN_FILES, *(IN_NOTES.format(table=table) for table in NOTED)):
            cursor.execute(sql, facts)
            count += int(cursor.rowcount)
    return count
