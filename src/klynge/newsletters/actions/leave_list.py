"""A reader follows the link in a mail and wants no more of its kind."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.directory.actions import withdraw_consent
from klynge.directory.models import Consent, ConsentPurpose, Person
from klynge.newsletters import policies


@transaction.atomic
def leave_list(person: Person, *, cluster: Cluster, message_id: int, actor: Actor, at: datetime) -> Consent:
    """Take back the person's yes to marketing, as the link in the message asks; safe to follow twice. Raises: Refused."""
    require(policies.may_stop(actor, cluster))
    person = Person.objects.select_for_update().get(pk=person.pk)
    made = withdraw_consent(person, cluster=cluster, purpose=ConsentPurpose.MARKETING, how=_("The link in a mail"), actor=actor, at=at)
    if made.at == at:  # new
        record(actor, "newsletters.list.left", person, at=at, cluster_id=cluster.pk, message=message_id)
    return made
