"""Draft a message to the contacts of many members."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.clock import day_of
from klynge.core.errors import Invalid
from klynge.newsletters import policies
from klynge.newsletters.models import Contacts, Message, MessageKind, Topic
from klynge.newsletters.queries.wording import cleaned

# One row for each reader, however many members name them; one without a reader for a member at which there is nobody.
RECIPIENTS = """
WITH member AS (
    SELECT id, organisation_id FROM membership_membership WHERE cluster_id = %(cluster)s AND id = ANY(%(members)s)
), reader AS (
    SELECT m.id AS membership_id, r.person_id FROM member m
    JOIN directory_contactrole r ON r.cluster_id = %(cluster)s AND r.organisation_id = m.organisation_id AND r.during @> %(day)s
    WHERE r.kind = %(contacts)s OR %(contacts)s = 'everyone'
       OR %(contacts)s = 'billing' AND r.kind = 'primary' AND NOT EXISTS (
           SELECT 1 FROM directory_contactrole b WHERE b.cluster_id = %(cluster)s AND b.organisation_id = m.organisation_id
           AND b.kind = 'billing' AND b.during @> %(day)s)
    UNION
    SELECT m.id, a.person_id FROM member m JOIN directory_affiliation a ON a.organisation_id = m.organisation_id AND a.during @> %(day)s
    WHERE %(contacts)s = 'everyone'
), chosen AS (
    (SELECT DISTINCT ON (person_id) membership_id, person_id FROM reader ORDER BY person_id, membership_id)
    UNION ALL
    SELECT m.id, NULL FROM member m WHERE NOT EXISTS (SELECT 1 FROM reader r WHERE r.membership_id = m.id)
)
INSERT INTO newsletters_messagerecipient (cluster_id, message_id, membership_id, person_id, left_out)
SELECT %(cluster)s, %(message)s, membership_id, person_id, '' FROM chosen ORDER BY membership_id, person_id
"""


@transaction.atomic
def draft_message(
    cluster: Cluster,
    *,
    kind: str,
    contacts: str,
    subject: Mapping[str, str],
    body: Mapping[str, str],
    membership_ids: Sequence[int],
    actor: Actor,
    at: datetime,
    audience: str = "",
    topic: Topic | None = None,
) -> Message:
    """Draft a message to the contacts of these members, as they are on the day of ``at``; nothing leaves.

    Marketing may be about a topic; who does not want it is left out. Raises: Refused, Invalid.
    """
    require(policies.may_write(actor, cluster))
    for name, value, known in (("kind", kind, MessageKind), ("contacts", contacts, Contacts)):
        if value not in known.values:
            raise Invalid(_("“%s” is not one of the choices.") % value, field=name)
    if topic is not None and kind != MessageKind.MARKETING:
        raise Invalid(_("Only marketing is about a topic; a service message goes to everybody whom it concerns."), field="topic")
    texts = {"subject": cleaned(cluster, "subject", subject), "body": cleaned(cluster, "body", body)}
    message: Message = Message.objects.create(
        cluster=cluster,
        kind=kind,
        contacts=contacts,
        audience=audience[:1000],
        topic=topic,
        drafted_at=at,
        drafted_by=actor.name[:120],
        **texts,
    )
    if not _address(message, membership_ids, day_of(at)):
        raise Invalid(_("There is no member to write to. Choose others in the list of members."))
    record(actor, "newsletters.message.drafted", message, at=at, kind=kind, contacts=contacts, members=len(set(membership_ids)))
    return message


def _address(message: Message, membership_ids: Sequence[int], on_day: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute(RECIPIENTS, {
            "cluster": message.cluster_id, "message": message.pk, "members": list(membership_ids), "contacts": message.contacts, "day": on_day,
        })  # fmt: skip
        return int(cursor.rowcount)
