"""A company asks for a seat, or takes it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Conflict
from klynge.core.races import first_wins
from klynge.directory.models import Organisation, Person
from klynge.membership.models import Membership
from klynge.networks import policies
from klynge.networks.models import JoinPolicy, Network, Seat
from klynge.networks.queries.colleagues import check_people
from klynge.networks.queries.seating import turns


@transaction.atomic
def take_seat(
    network: Network, *, organisation: Organisation, holder: Person, substitute: Person | None = None, actor: Actor, at: datetime
) -> Seat:
    """Give the company a seat, a place in the queue, or a request that the chair answers: as the network's way of joining says.

    Whoever runs the network invites, and needs no answer. Two at the same moment never get the same seat: the network's row is locked.
    Raises: Refused; Invalid for somebody who does not work there; Conflict when it is closed, by invitation, or the person has a seat.
    """
    runs = policies.may_run(actor, network, on=day_of(at))
    require(runs or policies.may_sit(actor, network.cluster, organisation_id=organisation.pk))
    network = Network.objects.select_for_update(of=("self",), no_key=True).select_related("cluster").get(pk=network.pk)
    _check(network, organisation, runs=runs, at=at)
    check_people(organisation, holder, substitute, at=at)
    admitted_at = at if runs or network.join_policy == JoinPolicy.OPEN else None
    with first_wins("seat_one_a_person", _("%s has a seat here, or waits for one.") % holder.name):
        seat: Seat = Seat.objects.create(
            cluster=network.cluster, network=network, organisation=organisation, holder=holder, substitute=substitute, asked_at=at,
            asked_by=actor.name[:120], admitted_at=admitted_at,
        )  # fmt: skip
    Seat.objects.filter(pk__in=turns(network)).update(seated_at=at)
    seat.refresh_from_db()
    record(actor, "networks.seat.taken", seat, at=at, got=seat.state.value)
    jobs.announce("networks.seats_changed", cluster_id=network.cluster_id)
    return seat


def _check(network: Network, organisation: Organisation, *, runs: bool, at: datetime) -> None:
    if network.closed_on is not None:
        raise Conflict(_("This network is closed."))
    if network.join_policy == JoinPolicy.INVITATION and not runs:
        raise Conflict(_("One is invited to this network. Write to its chair."))
    if not Membership.objects.filter(cluster=network.cluster, organisation=organisation).active_on(day_of(at)).exists():
        raise Conflict(_("Seats are for members; %s is none today.") % organisation.name)
