"""Who wants to come, and what that costs and takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection

from klynge.directory.models import Organisation, Person
from klynge.events.models import Event
from klynge.events.rules import pricing
from klynge.membership.models import BenefitSuspension, Membership

COUNT = """
SELECT coalesce(sum(party) FILTER (WHERE seated_at IS NOT NULL OR offered_until_at > %(at)s), 0)::int,
       count(*) FILTER (WHERE seated_at IS NULL AND offered_until_at IS NULL),
       coalesce(bool_or(lower(email) = lower(%(email)s)), false),
       coalesce(sum(party) FILTER (WHERE organisation_id = %(organisation)s), 0)::int
FROM events_registration WHERE event_id = %(event)s AND cancelled_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who wants to come; the texts as they were typed."""

    name: str
    email: str
    person: Person | None = None
    organisation: Organisation | None = None
    organisation_name: str = ""
    billing_facts: Mapping[str, str] = field(default_factory=dict)  # {"cvr", "street", "postcode", "town"}
    party: int = 1
    language: str = "da"
    answers: Mapping[int, str] = field(default_factory=dict)  # question's key → text


@dataclass(frozen=True, slots=True)
class Seats:
    """How full an event is, seen by one who wants to come."""

    taken: int  # seats given, and held by offers that still run
    waiting: int  # registrations in the queue
    is_known: bool  # the address is signed up already
    of_company: int  # seats of the same organisation, those in the queue too


@dataclass(frozen=True, slots=True)
class Cost:
    """What a party pays, without VAT, in minor units, and what it would pay as no member."""

    amount_minor: int
    guest_minor: int
    label: str
    is_member: bool


def seats_of(event: Event, *, at: datetime, email: str = "", organisation_id: int | None = None) -> Seats:
    """Count from the rows what is taken; right only while the event's row is locked."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"event": event.pk, "at": at, "email": email, "organisation": organisation_id})
        return Seats(*cursor.fetchone())


def is_member_on(organisation: Organisation | None, *, cluster_id: int, on: date) -> bool:
    """Say whether the organisation is a member with its benefits on the day."""
    if organisation is None:
        return False
    held = Membership.objects.filter(cluster_id=cluster_id, organisation=organisation).active_on(on)
    resting = BenefitSuspension.objects.filter(membership__in=held, from_on__lte=on).exclude(until_on__lte=on)
    return held.exists() and not resting.exists()


def cost_of(event: Event, attendee: Attendee, *, of_company: int, at: date) -> Cost | None:
    """Return what the party pays when it signs up on the day ``at``, or None when the price list has no price for it.

    The membership is judged for the attendee's own organisation on the day of the event.
    """
    prices = [rule.plain() for rule in event.prices.all()]
    is_member = is_member_on(attendee.organisation, cluster_id=event.cluster_id, on=event.starts_on)
    kind = attendee.organisation.kind if attendee.organisation else ""
    numbers = range(of_company + 1, of_company + attendee.party + 1)
    asked = [pricing.price_of(prices, pricing.Attendee(is_member, kind, at, number)) for number in numbers]
    if any(price is None for price in asked):
        return None
    as_guest = [
        pricing.price_of(prices, pricing.Attendee(is_member=False, organisation_kind=kind, registered_on=at, seat_number=n))
        for n in numbers
    ]
    found = [price for price in asked if price]
    return Cost(
        amount_minor=sum(price.amount_minor for price in found),
        guest_minor=sum(price.amount_minor for price in as_guest if price),
        label=found[0].label,
        is_member=is_member,
    )
