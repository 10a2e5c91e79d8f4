"""Say who leads a network from a day on."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Invalid
from klynge.core.ranges import span
from klynge.directory.models import Person
from klynge.networks import policies
from klynge.networks.models import Network, Office, Officer


@transaction.atomic
def appoint_officer(network: Network, *, person: Person, office: str, from_on: date, actor: Actor, at: datetime) -> Officer:
    """Let the person hold the office from the day on; whoever held it until then ends the day before, and stays in the history.

    Raises: Refused; Invalid for an office that is none, or a day before the present holder's.
    """
    require(policies.may_manage(actor, network.cluster))
    network = Network.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=network.pk)
    if office not in Office.values:
        raise Invalid(_("Choose one of the list."), field="office")
    last = Officer.objects.filter(network=network, office=office, during__endswith__isnull=True).first()
    if last is not None and last.during.lower >= from_on:
        raise Invalid(_("%(name)s has been it since a later day. Choose a day after that.") % {"name": last.person.name}, field="from_on")
    if last is not None:
        last.during = span(last.during.lower, from_on)
        last.save(update_fields=["during"])
    officer: Officer = Officer.objects.create(cluster=network.cluster, network=network, person=person, office=office, during=span(from_on))
    record(actor, "networks.officer.appointed", network, at=at, person=person.name, office=office, from_on=from_on.isoformat())
    return officer
