"""Blot the people out of invoices that the law no longer makes us keep."""

from datetime import date, datetime

from django.db import connection, transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.billing import policies

# A trigger lets exactly this change through, and only for invoices older than the law asks for.
BLOT = """
UPDATE billing_invoice SET buyer = buyer || '{"attention": "", "email": ""}'
WHERE cluster_id = %s AND issued_on < %s AND (coalesce(buyer->>'attention', '') <> '' OR coalesce(buyer->>'email', '') <> '')
"""


@transaction.atomic
def blot_invoice_contacts(cluster: Cluster, *, issued_before: date, actor: Actor, at: datetime) -> int:
    """Blot contact and e-mail address of the buyer out of invoices issued before the day; return how many.

    Company, amounts and numbers stay. Raises: Refused; IntegrityError for a day that lies less than five years back.
    Source: bogføringsloven (2022) § 12.
    """
    require(policies.may_expire(actor, cluster))
    with connection.cursor() as cursor:
        cursor.execute(BLOT, [cluster.pk, issued_before])
        count = int(cursor.rowcount)
    if count:
        record(actor, "billing.invoices.blotted", cluster, at=at, cluster_id=cluster.pk, count=count, before=issued_before.isoformat())
    return count
