"""Sign somebody up."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.policies import require
from klynge.audit.actions import record
from klynge.core import jobs
from klynge.core.clock import day_of
from klynge.core.errors import Conflict, Invalid
from klynge.core.flushing import flush_after_release
from klynge.events import policies
from klynge.events.models import Answer, Event, EventState, Registration
from klynge.events.queries.answering import answers_to
from klynge.events.queries.attending import Attendee, Cost, Seats, cost_of, seats_of
from klynge.events.rules.seating import FULL, SEAT, outcome


@transaction.atomic
def register_attendee(event: Event, *, attendee: Attendee, actor: Actor, at: datetime) -> Registration:
    """Give a seat, or a place in the queue. Two at the same moment never get the same seat: the event's row is locked, then counted.

    Raises: Refused; Invalid with the field; Conflict when it is full, closed, or the address is signed up already.
    """
    cluster = event.cluster
    organisation_id = attendee.organisation.pk if attendee and attendee.organisation else None
    require(policies.may_sign_up(actor, cluster, organisation_id=organisation_id))
    flush_after_release()
    event = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    event.cluster = cluster
    _check_attendee(event, attendee, at)
    seats = seats_of(event, at=at, email=attendee.email, organisation_id=organisation_id)
    cost = _admitted(event, attendee, seats, at)
    got = outcome(capacity=event.seats, taken=seats.taken, party=attendee.party, has_queue=event.has_waiting_list, is_somebody_waiting=seats.waiting > 0)  # fmt: skip
    if got == FULL:
        raise Conflict(_("There is no seat left, and this event has no waiting list."))
    answers = answers_to(event.questions.before(), attendee.answers)
    registration: Registration = Registration.objects.create(
        cluster=cluster, event=event, person=attendee.person, organisation=attendee.organisation, name=attendee.name.strip(),
        email=attendee.email.strip(), organisation_name=attendee.organisation_name.strip()[:160], billing_facts=dict(attendee.billing_facts),
        party=attendee.party, language=attendee.language, is_member=cost.is_member, amount_minor=cost.amount_minor, guest_minor=cost.guest_minor,
        price_label=cost.label[:120], made_at=at, made_by=actor.name[:120], seated_at=at if got == SEAT else None,
    )  # fmt: skip
    if answers:
        Answer.objects.bulk_create(Answer(cluster=cluster, registration=registration, question_id=pk, text=text) for pk, text in answers)
    record(actor, "events.registration.made", registration, at=at, got=got)
    jobs.announce("events.registered", cluster_id=cluster.pk, registration_id=registration.pk)
    return registration


def _check_attendee(event: Event, attendee: Attendee, at: datetime) -> None:
    state = event.state_at(at)
    if state != EventState.PUBLISHED:
        raise Conflict(_("One can't sign up for this event: it is %s.") % str(state.label).lower())
    if not attendee.name.strip() or len(attendee.name.strip()) > 120:
        raise Invalid(_("Give the name of who comes, in at most 120 characters."), field="name")
    try:
        validate_email(attendee.email.strip())
    except ValidationError:
        raise Invalid(_("This is not an e-mail address. Compare it with name@company.dk."), field="email") from None
    if not 1 <= attendee.party <= event.most_in_party:
        raise Invalid(_("At most %d together. Sign the others up by themselves.") % event.most_in_party, field="party")


def _admitted(event: Event, attendee: Attendee, seats: Seats, at: datetime) -> Cost:
    if seats.is_known:
        raise Conflict(_("%s is signed up already.") % attendee.email.strip())
    most = event.most_per_company
    if most is not None and attendee.organisation and seats.of_company + attendee.party > most:
        raise Conflict(
            _("%(company)s has %(n)d of at most %(most)d seats here.")
            % {"company": attendee.organisation.name, "n": seats.of_company, "most": most}
        )
    cost = cost_of(event, attendee, of_company=seats.of_company, at=day_of(at))
    if cost is None or (not event.is_public and not cost.is_member):
        raise Conflict(_("This event is for members. Sign up with the address you have at a member company, or ask us."))
    if (
        cost.amount_minor
        and attendee.organisation is None
        and not all(attendee.billing_facts.get(name) for name in ("cvr", "street", "postcode", "town"))
    ):
        raise Invalid(_("There is a price: tell us the company, its CVR number and its address, for the invoice."), field="cvr")
    return cost
