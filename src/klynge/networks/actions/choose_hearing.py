"""Choose how to hear of a network's discussions."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.directory.models import Person
from klynge.networks.models import Frequency, Hearing, Network, Post


@transaction.atomic
def choose_hearing(network: Network, *, person: Person, frequency: str, actor: Actor, at: datetime) -> Hearing:
    """Keep the person's own choice; what was written before it is not told anew. Raises: Refused for somebody else's; Invalid."""
    require(actor.user_id is not None and person.user_id == actor.user_id)
    if frequency not in Frequency.values:
        raise Invalid(_("Choose one of the three."), field="frequency")
    hearing = Hearing.objects.select_for_update(of=("self",)).filter(network=network, person=person).first()
    if hearing is None:
        latest = Post.objects.filter(network=network).aggregate(latest=Max("pk"))["latest"] or 0
        hearing = Hearing(cluster=network.cluster, network=network, person=person, told_post=latest)
    hearing.frequency = frequency
    hearing.save()
    record(actor, "networks.hearing.chosen", network, at=at, frequency=frequency)
    return hearing
