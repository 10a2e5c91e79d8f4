"""Put somebody on the newsletter list."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.directory import policies
from klynge.directory.models import Person, Subscription
from klynge.directory.queries.wording import cleaned_address, refuse_blank
from klynge.directory.rules.checking import clean_text


@transaction.atomic
def subscribe_contact(
    cluster: Cluster, *, address: str, consent_source: str, actor: Actor, at: datetime, name: str = "", person: Person | None = None
) -> Subscription:
    """Subscribe the address with where the consent came from; a subscription that runs is returned as it is. Raises: Refused, Invalid."""
    require(policies.may_register(actor, cluster))
    address = cleaned_address(address)
    refuse_blank("email", address)
    if not clean_text(consent_source):
        raise Invalid(_("Say where the consent came from: without it nobody may be written to."), field="consent_source")
    if running := Subscription.objects.filter(cluster=cluster, address__iexact=address, withdrawn_at__isnull=True).first():
        return running

    person = person or Person.objects.filter(emails__address__iexact=address).first()
    made = Subscription.objects.create(
        cluster=cluster,
        address=address,
        name=clean_text(name)[:120],
        person=person,
        consented_at=at,
        consent_source=clean_text(consent_source)[:120],
    )
    record(actor, "directory.consent.given", made, at=at, source=made.consent_source)
    return made
