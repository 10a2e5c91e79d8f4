from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from klynge.billing.rules.vat import Subtotal, totals, vat_of

AMOUNTS = st.integers(0, 10**12)
LINES = st.lists(st.tuples(st.sampled_from("SEOZ"), st.sampled_from([0, 1200, 2500]), AMOUNTS), max_size=12)


def test_a_quarter_of_an_oere_is_rounded_half_up():
    assert [vat_of(net, rate_bp=2500) for net in (1, 2, 3, 4, 5_500_00)] == [0, 1, 1, 1, 1_375_00]


@given(AMOUNTS, st.integers(0, 10_000))
def test_vat_is_what_decimal_arithmetic_says(net, rate):
    exact = Decimal(net) * rate / 10_000
    assert vat_of(net, rate_bp=rate) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def test_vat_is_taken_once_on_the_sum_and_the_standard_rate_stands_first():
    found = totals([("E", 0, 500), ("S", 2500, 33), ("S", 2500, 33), ("S", 2500, 33)])
    assert found.subtotals == (Subtotal("S", 2500, 99, 25), Subtotal("E", 0, 500, 0))
    assert (found.net_minor, found.vat_minor, found.total_minor) == (599, 25, 624)


@given(LINES)
def test_the_sums_add_up_whatever_the_lines(lines):
    found = totals(lines)
    assert found.net_minor == sum(net for _t, _r, net in lines) == sum(part.net_minor for part in found.subtotals)
    assert found.vat_minor == sum(part.vat_minor for part in found.subtotals)
    assert len({(part.treatment, part.rate_bp) for part in found.subtotals}) == len(found.subtotals)


@given(LINES, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter(lines, chance):
    shuffled = list(lines)
    chance.shuffle(shuffled)
    assert totals(shuffled) == totals(lines)
