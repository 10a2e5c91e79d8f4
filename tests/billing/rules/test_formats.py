from datetime import date

from klynge.billing.rules import formats

THIN = "\u00a0"  # a no-break space


def test_amounts_are_written_as_each_language_does():
    assert [formats.amount(1_250_50, language) for language in ("da", "en")] == ["1.250,50", "1,250.50"]
    assert formats.amount_with_currency(1_250_50, "DKK", "da") == f"1.250,50{THIN}kr."
    assert formats.amount_with_currency(1_250_50, "EUR", "da") == f"1.250,50{THIN}EUR"
    assert formats.amount_with_currency(5, "DKK", "en") == f"DKK{THIN}0.05"


def test_days_and_rates_are_written_as_each_language_does():
    assert [formats.day(date(2027, 1, 4), language) for language in ("da", "en")] == ["4. januar 2027", "4 January 2027"]
    assert [formats.per_cent(bp, "da") for bp in (2500, 1250)] == [f"25{THIN}%", f"12,5{THIN}%"]
    assert formats.per_cent(1250, "en") == "12.5%"


def test_an_iban_is_read_in_groups_of_four():
    assert formats.grouped("DK5000400440116243") == formats.grouped("DK50 0040 0440 1162 43") == "DK50 0040 0440 1162 43"
    assert formats.grouped("") == ""


def test_a_country_is_written_out_for_the_post():
    assert [formats.country("SE", "da"), formats.country("SE", "en"), formats.country("QX", "en")] == ["SVERIGE", "SWEDEN", "QX"]
