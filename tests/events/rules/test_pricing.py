"""What one attendee pays."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from klynge.events.rules.pricing import EVERYBODY, GUEST, MEMBER, Attendee, Price, applies, price_of

DAY = date(2027, 1, 4)
WHO = st.sampled_from([MEMBER, GUEST, EVERYBODY, "knowledge"])
DAYS = st.dates(DAY - timedelta(days=30), DAY + timedelta(days=30))
PRICES = st.builds(Price, WHO, st.integers(0, 10**9), st.none() | DAYS, st.none() | st.integers(1, 5), st.text(max_size=5))
ATTENDEES = st.builds(Attendee, st.booleans(), st.sampled_from(["", "company", "knowledge"]), DAYS, st.integers(1, 8))


def somebody(**facts):
    return Attendee(**{"is_member": True, "organisation_kind": "company", "registered_on": DAY, "seat_number": 1, **facts})


def test_members_come_free_and_others_pay():
    prices = [Price(MEMBER, 0), Price(GUEST, 50_000)]
    assert price_of(prices, somebody()).amount_minor == 0
    assert price_of(prices, somebody(is_member=False)).amount_minor == 50_000


def test_an_early_price_holds_through_its_last_day():
    prices = [Price(EVERYBODY, 80_000), Price(EVERYBODY, 60_000, until_on=DAY)]
    assert price_of(prices, somebody(registered_on=DAY)).amount_minor == 60_000
    assert price_of(prices, somebody(registered_on=DAY + timedelta(days=1))).amount_minor == 80_000


def test_the_first_seats_of_a_company_are_free_and_the_next_are_not():
    prices = [Price(MEMBER, 0, first_seats=2), Price(MEMBER, 30_000)]
    assert [price_of(prices, somebody(seat_number=n)).amount_minor for n in (1, 2, 3)] == [0, 0, 30_000]


def test_without_a_list_it_is_free_and_with_one_that_fits_nobody_there_is_no_price():
    assert price_of([], somebody()).amount_minor == 0
    assert price_of([Price(MEMBER, 0)], somebody(is_member=False)) is None


@given(st.lists(PRICES, min_size=1, max_size=6), ATTENDEES)
def test_nobody_pays_more_than_any_price_that_applies_and_order_decides_nothing(prices, attendee):
    found = price_of(prices, attendee)
    fitting = [price.amount_minor for price in prices if applies(price, attendee)]
    assert (found.amount_minor if found else None) == (min(fitting) if fitting else None)
    turned = price_of(prices[::-1], attendee)
    assert (turned and turned.amount_minor) == (found and found.amount_minor)


@given(st.lists(PRICES, max_size=6), PRICES, ATTENDEES)
def test_one_more_line_never_makes_it_dearer(prices, more, attendee):
    before, after = price_of(prices, attendee), price_of([*prices, more], attendee)
    if prices and before:
        assert after.amount_minor <= before.amount_minor
