"""What one attendee pays: the least of what applies to this attendee, on the day of the event and on the day of signing up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

MEMBER, GUEST, EVERYBODY = "member", "guest", "everybody"


@dataclass(frozen=True, slots=True)
class Price:
    """One line of the price list. Amounts in minor units without VAT."""

    who: str  # MEMBER, GUEST, EVERYBODY, or a kind of organisation such as "knowledge"
    amount_minor: int
    until_on: date | None = None  # the last day of signing up on which it holds: an early price
    first_seats: int | None = None  # only for the first so many seats of a company
    label: str = ""


@dataclass(frozen=True, slots=True)
class Attendee:
    """What a price depends on. ``is_member`` is judged on the day of the event, for the attendee's own organisation."""

    is_member: bool
    organisation_kind: str  # "" for nobody's
    registered_on: date
    seat_number: int  # this is the company's so-and-so-manieth seat at the event, from 1


def price_of(prices: Sequence[Price], attendee: Attendee) -> Price | None:
    """Return the price that the attendee pays, or None when the list has none for such an attendee. Without a list it is free.

    Of several that apply the least holds; the order of the list decides nothing.
    """
    if not prices:
        return Price(EVERYBODY, 0)
    fitting = [price for price in prices if applies(price, attendee)]
    return min(fitting, key=lambda price: (price.amount_minor, price.label)) if fitting else None


def applies(price: Price, attendee: Attendee) -> bool:
    """Say whether a line of the list is for this attendee."""
    groups = {EVERYBODY, MEMBER if attendee.is_member else GUEST, attendee.organisation_kind}
    if price.who not in groups:
        return False
    if price.until_on is not None and attendee.registered_on > price.until_on:
        return False
    return price.first_seats is None or attendee.seat_number <= price.first_seats
