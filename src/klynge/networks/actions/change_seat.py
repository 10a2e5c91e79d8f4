"""Another of the company's people holds its seat."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core.errors import Conflict
from klynge.core.races import first_wins
from klynge.directory.models import Person
from klynge.networks import policies
from klynge.networks.models import Seat
from klynge.networks.queries.colleagues import check_people


@transaction.atomic
def change_seat(seat: Seat, *, holder: Person, substitute: Person | None = None, actor: Actor, at: datetime) -> Seat:
    """Let the person hold the company's seat; the seat, and its place in the queue, stay the company's.

    Raises: Refused; Invalid for somebody from elsewhere; Conflict when it has ended or the person has a seat here.
    """
    require(policies.may_sit(actor, seat.cluster, organisation_id=seat.organisation_id))
    seat = Seat.objects.select_for_update(of=("self",)).select_related("organisation", "network").get(pk=seat.pk)
    if seat.ended_at is not None:
        raise Conflict(_("This seat was given back."))
    check_people(seat.organisation, holder, substitute, at=at)
    former = seat.holder.name if seat.holder else ""
    seat.holder, seat.substitute = holder, substitute
    with first_wins("seat_one_a_person", _("%s has a seat here, or waits for one.") % holder.name):
        seat.save(update_fields=["holder", "substitute"])
    record(actor, "networks.seat.changed", seat, at=at, former=former, holder=holder.name)
    return seat
