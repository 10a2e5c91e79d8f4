"""Blot a person who is forgotten out of what members took part in."""

from datetime import datetime

from django.db import connection, transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.texts import pattern_of
from klynge.directory.models import FORGOTTEN, Person
from klynge.directory.queries.people import addresses_of
from klynge.engagement import policies

# What was done counts on for the organisation; who it was is gone, also for the key by which the source tells it again.
LINKS = "UPDATE engagement_activity SET person_id = NULL, note = '' WHERE cluster_id = %(cluster)s AND person_id = %(person)s"
NOTES = "UPDATE engagement_followup SET note = regexp_replace(note, %(pattern)s, %(mark)s, 'gi') WHERE cluster_id = %(cluster)s AND note ~* %(pattern)s"


@transaction.atomic
def blot_participant(person: Person, *, cluster: Cluster, actor: Actor, at: datetime) -> int:
    """Take the person out of activities and out of the words of notes; return how many rows changed. Safe to run twice. Raises: Refused."""
    require(policies.may_blot(actor, cluster))
    words = [word for word in (*addresses_of(person), person.phone, person.name) if len(word) > 3 and word != FORGOTTEN]
    with connection.cursor() as cursor:
        cursor.execute(LINKS, {"cluster": cluster.pk, "person": person.pk})
        count = int(cursor.rowcount)
        for word in words:
            cursor.execute(NOTES, {"cluster": cluster.pk, "pattern": pattern_of(word), "mark": FORGOTTEN})
            count += int(cursor.rowcount)
    if count:
        record(actor, "engagement.participant.blotted", cluster, at=at, cluster_id=cluster.pk, count=count)
    return count
