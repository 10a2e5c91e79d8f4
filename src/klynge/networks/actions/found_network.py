"""Found a network."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.slugs import slug_of
from klynge.networks import policies
from klynge.networks.models import Network
from klynge.networks.queries.planning import cleaned


@transaction.atomic
def found_network(cluster: Cluster, *, facts: dict[str, Any], founded_on: date, actor: Actor, at: datetime) -> Network:
    """Keep a network under an address made of its name; ``facts`` as on the model. Raises: Refused; Invalid with the field."""
    require(policies.may_manage(actor, cluster))
    Cluster.objects.select_for_update(of=("self",), no_key=True).get(pk=cluster.pk)  # one address at a time
    given = cleaned(cluster, facts)
    slug = slug_of(given["name"][cluster.locale], taken=set(Network.objects.filter(cluster=cluster).values_list("slug", flat=True)))
    network: Network = Network.objects.create(cluster=cluster, slug=slug, founded_on=founded_on, **given)
    record(actor, "networks.network.founded", network, at=at)
    return network
