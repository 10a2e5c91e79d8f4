"""Money: whole minor units, exact shares, commercial rounding, amounts as people type them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klynge.core.money import Money, parse_minor, round_half_up, share

minor = st.integers(-(10**12), 10**12)


def test_money_adds_subtracts_and_compares():
    assert Money(1_250_00) + Money(50) - Money(1) == Money(1_250_49)
    assert -Money(5) == Money(-5) and Money(1) < Money(2)
    assert not Money(0) and Money(-1)


def test_money_shows_two_decimals():
    assert Money(1_250_05).amount == Decimal("1250.05") and Money(-5).amount == Decimal("-0.05")


@pytest.mark.parametrize("amount", [1.0, Decimal(1), "1", True, None])
def test_money_takes_nothing_but_whole_numbers(amount):
    with pytest.raises(TypeError, match="whole minor units"):
        Money(amount)


@pytest.mark.parametrize("mix", [lambda a, b: a + b, lambda a, b: a - b])
def test_two_currencies_cannot_be_mixed(mix):
    with pytest.raises(ValueError, match="DKK and EUR"):
        mix(Money(1), Money(1, "EUR"))


@given(minor, st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any))
def test_shares_sum_to_the_total_and_none_is_a_unit_off(total, weights):
    parts = share(total, weights)
    assert sum(parts) == total
    assert all(abs(Fraction(part) - Fraction(total * weight, sum(weights))) < 1 for part, weight in zip(parts, weights, strict=True))


@given(minor, st.lists(st.integers(0, 10**6), min_size=1, max_size=10).filter(any))
def test_the_shares_of_a_credit_mirror_the_shares_of_the_charge(total, weights):
    assert share(-total, weights) == [-part for part in share(total, weights)]


def test_the_odd_unit_goes_to_the_first_of_equals():
    assert share(100, [1, 1, 1]) == [34, 33, 33]
    assert share(10, [0, 5, 0]) == [0, 10, 0]


@pytest.mark.parametrize("weights", [[], [0, 0], [3, -1]])
def test_shares_without_a_sensible_weight_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        share(100, weights)


@pytest.mark.parametrize(
    ("value", "whole"),
    [(Fraction(1, 2), 1), (Fraction(-1, 2), -1), (Decimal("2.5"), 3), (Decimal("-2.5"), -3), (Decimal("2.4999"), 2), (7, 7), (0, 0)],
)
def test_halves_round_away_from_zero(value, whole):
    assert round_half_up(value) == whole


@given(st.fractions())
def test_rounding_moves_by_at_most_a_half_and_is_symmetric(value):
    assert abs(Fraction(round_half_up(value)) - value) <= Fraction(1, 2)
    assert round_half_up(-value) == -round_half_up(value)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1250", 1_250_00), ("1.250,50", 1_250_50), ("1,250.50", 1_250_50), ("1.250", 1_250_00), ("1,250", 1_250_00), ("0,5", 50),
        ("1.250.000", 1_250_000_00), ("-75,00", -75_00), (" 1 250,00 kr. ", 1_250_00), ("1\u00a0250 kr", 1_250_00), ("12,3", 12_30), ("5,", 5_00),
    ],
)  # fmt: skip
def test_an_amount_is_read_in_danish_and_in_english(text, amount):
    assert parse_minor(text) == amount


@pytest.mark.parametrize("text", ["", "kr.", "abc", "1,2345", "12x", "1e5", "--5", "5-", "½", "٣", "1,2,3.4567", "NaN"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError, match="not an amount"):
        parse_minor(text)


@given(st.integers(0, 10**11))
def test_an_amount_survives_being_written_and_read(amount):
    danish = f"{amount // 100:,}".replace(",", ".") + f",{amount % 100:02d}"
    assert parse_minor(danish) == amount == parse_minor(f"{amount // 100}.{amount % 100:02d}")
