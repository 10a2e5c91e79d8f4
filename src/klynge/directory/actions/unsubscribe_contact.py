"""Take somebody off the newsletter list."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory import policies
from klynge.directory.models import Subscription


@transaction.atomic
def unsubscribe_contact(subscription: Subscription, *, actor: Actor, at: datetime) -> Subscription:
    """Withdraw the consent; it stays on record that there was one. Raises: Refused."""
    require(policies.may_register(actor, subscription.cluster))
    subscription = Subscription.objects.select_for_update(of=("self",)).get(pk=subscription.pk)
    if subscription.withdrawn_at is None:
        subscription.withdrawn_at = at
        subscription.save(update_fields=["withdrawn_at"])
        record(actor, "directory.consent.withdrawn", subscription, at=at)
    return subscription
