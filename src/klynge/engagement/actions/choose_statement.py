"""Choose whether the year's value travels with the invoice for the next one."""

from datetime import datetime

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.engagement import policies
from klynge.engagement.models import StatementChoice


@transaction.atomic
def choose_statement(cluster: Cluster, *, is_attached: bool, actor: Actor, at: datetime) -> StatementChoice:
    """Keep the choice; it counts for every mail that leaves from now on. Raises: Refused."""
    require(policies.may_weigh(actor, cluster))
    choice = StatementChoice.objects.create(cluster=cluster, is_attached=is_attached, chosen_at=at, chosen_by=actor.name[:120])
    record(actor, "engagement.statement.chosen", choice, at=at, is_attached=is_attached)
    return choice
