import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from klynge.billing.rules import fik

BODIES = st.text("0123456789", min_size=14, max_size=14)
# The printer's own examples, a sample of a bank, and a number seen on a real invoice.
KNOWN = ["000000000000018", "000000000000026", "000000020211041", "000000067097535", "000000000074203"]


@pytest.mark.parametrize("identifier", KNOWN)
def test_known_payment_ids_have_the_check_digit_that_the_rule_gives(identifier):
    assert fik.check_digit(identifier[:-1]) == int(identifier[-1])


@given(BODIES)
def test_the_check_digit_is_the_one_of_an_independent_library(body):
    assert str(fik.check_digit(body)) == luhn.calc_check_digit(body)


@given(BODIES, st.integers(0, 14), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(body, place, off):
    whole = f"{body}{fik.check_digit(body)}"
    wrong = f"{whole[:place]}{(int(whole[place]) + off) % 10}{whole[place + 1 :]}"
    with pytest.raises(ValueError, match="check digit"):
        fik.parse_line(fik.print_line(wrong, "80679858"))


@pytest.mark.parametrize(
    "text",
    ["+71<000000000000018 +80679858<", "+71<000000000000018+80679858<", "+71< 000000000000018 +80679858<", " 71<000000000000018+80679858"],
)
def test_both_spellings_of_the_line_are_read(text):
    assert fik.parse_line(text) == ("000000000000018", "80679858")


def test_the_line_is_printed_as_banks_print_it():
    assert fik.print_line("000000000000018", "80679858") == "+71<000000000000018 +80679858<"


@pytest.mark.parametrize("text", ["", "+75<0000000000000018 +80679858<", "+71<00000000000018 +80679858<", "71 000000000000018"])
def test_what_is_no_line_of_type_71_is_refused(text):
    with pytest.raises(ValueError, match="no|not"):
        fik.parse_line(text)


def test_the_series_and_the_serial_stand_in_the_payment_id():
    assert fik.payment_id("2027", 42)[:14] == "20270000000042"
    assert fik.payment_id("A", 1)[:14] == "00000000000001"


@pytest.mark.parametrize("serial", [-1, 10**10])
def test_a_serial_that_does_not_fit_is_refused(serial):
    with pytest.raises(ValueError, match="does not fit"):
        fik.payment_id("2027", serial)


def test_the_database_makes_the_same_payment_ids(db):
    cases = [
        (series, serial)
        for series in ("2027", "2031", "K99", "A", "12027")
        for serial in [*range(1, 400), 99_999, 123_456_789, 9_999_999_999]
    ]
    with connection.cursor() as cursor:
        sql = "SELECT s, n, billing_fik_id(s, n) FROM unnest(%s::text[], %s::bigint[]) AS t (s, n)"
        cursor.execute(sql, [[series for series, _ in cases], [serial for _, serial in cases]])
        assert [(s, n, fik.payment_id(s, n)) for s, n in cases] == cursor.fetchall()
