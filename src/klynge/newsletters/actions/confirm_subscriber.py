"""Somebody confirms that they want the newsletter: the second half of a double opt-in."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.directory.actions import subscribe_contact
from klynge.directory.models import Subscription
from klynge.newsletters import policies
from klynge.newsletters.queries.subscribing import source_of


@transaction.atomic
def confirm_subscriber(cluster: Cluster, *, typed: dict[str, Any], actor: Actor, at: datetime) -> Subscription:
    """Subscribe the address with how and when it was confirmed as evidence; safe to follow twice. Raises: Refused, Invalid; Conflict for a link older than the last no."""
    require(policies.may_serve(actor, cluster))
    left = Subscription.objects.filter(
        cluster=cluster, address__iexact=typed["address"], withdrawn_at__gte=datetime.fromisoformat(typed["asked_at"])
    )
    if left.exists():
        raise Conflict(_("This address has unsubscribed since the link was made. Subscribe anew to get the newsletter again."))
    found = subscribe_contact(
        cluster, address=typed["address"], name=typed["name"], consent_source=source_of(typed, at), actor=actor, at=at
    )
    agreed_at = (found.clicks_agreed_at or at) if typed["counts_clicks"] else None
    if (found.clicks_agreed_at, found.bounced_at) != (agreed_at, None):
        found.clicks_agreed_at, found.bounced_at = agreed_at, None
        found.save(update_fields=["clicks_agreed_at", "bounced_at"])
        record(actor, "newsletters.subscriber.confirmed", found, at=at, counts_clicks=bool(typed["counts_clicks"]))
    return found
