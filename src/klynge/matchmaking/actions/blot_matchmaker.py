"""Blot a person who is forgotten out of opportunities and matches."""

from datetime import datetime

from django.db import connection, transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.texts import pattern_of
from klynge.directory.models import FORGOTTEN, Person
from klynge.directory.queries.people import addresses_of
from klynge.matchmaking import policies
from klynge.matchmaking.models import Interest, Opportunity, Outcome

# The company's words stay; the person's name and addresses in them go, in both languages and in how they read before.
WORDS = """
UPDATE matchmaking_opportunity SET title = regexp_replace(title::text, %(pattern)s, %(mark)s, 'gi')::jsonb,
  summary = regexp_replace(summary::text, %(pattern)s, %(mark)s, 'gi')::jsonb,
  description = regexp_replace(description::text, %(pattern)s, %(mark)s, 'gi')::jsonb, partner = regexp_replace(partner::text, %(pattern)s, %(mark)s, 'gi')::jsonb
WHERE cluster_id = %(cluster)s AND (title::text || summary::text || description::text || partner::text) ~* %(pattern)s
"""
REVISIONS = """
UPDATE matchmaking_opportunityrevision r SET content = regexp_replace(r.content::text, %(pattern)s, %(mark)s, 'gi')::jsonb
FROM matchmaking_opportunity o WHERE o.id = r.opportunity_id AND o.cluster_id = %(cluster)s AND r.content::text ~* %(pattern)s
"""
MESSAGES = """
UPDATE matchmaking_interest i SET message = regexp_replace(i.message, %(pattern)s, %(mark)s, 'gi')
FROM matchmaking_match m WHERE m.id = i.match_id AND m.cluster_id = %(cluster)s AND i.message ~* %(pattern)s
"""
NOTES = """
UPDATE matchmaking_outcome o SET note = regexp_replace(o.note, %(pattern)s, %(mark)s, 'gi')
FROM matchmaking_match m WHERE m.id = o.match_id AND m.cluster_id = %(cluster)s AND o.note ~* %(pattern)s
"""


@transaction.atomic
def blot_matchmaker(person: Person, *, cluster: Cluster, actor: Actor, at: datetime) -> int:
    """Take the person out of contacts, yeses and words, and return how many rows changed; safe to run twice. Raises: Refused."""
    require(policies.may_blot(actor, cluster))
    count = Opportunity.objects.filter(cluster=cluster, contact=person).update(contact=None)
    if person.user_id:
        mine = Interest.objects.filter(match__cluster=cluster, user_id=person.user_id)
        count += mine.update(user=None, said_by=FORGOTTEN, message="")
    if person.name and person.name != FORGOTTEN:
        count += Interest.objects.filter(match__cluster=cluster, said_by=person.name[:120]).update(said_by=FORGOTTEN)
        count += Outcome.objects.filter(match__cluster=cluster, recorded_by=person.name[:120]).update(recorded_by=FORGOTTEN)
    words = [word for word in (*addresses_of(person), person.phone, person.name) if len(word) > 3 and word != FORGOTTEN]
    with connection.cursor() as cursor:
        for word in words:
            for statement in (WORDS, REVISIONS, MESSAGES, NOTES):
                cursor.execute(statement, {"cluster": cluster.pk, "pattern": pattern_of(word), "mark": FORGOTTEN})
                count += int(cursor.rowcount)
    if count:
        record(actor, "matchmaking.person.blotted", cluster, at=at, cluster_id=cluster.pk, count=count)
    return count
