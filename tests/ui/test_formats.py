"""Amounts, days and numbers in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import engines
from django.utils.translation import override

from klynge.core.money import Money
from klynge.core.ranges import span

SPAN = span(date(2027, 1, 1), date(2028, 1, 1))
LATE = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # already the new year in Denmark


@pytest.mark.parametrize(
    ("source", "value", "danish", "english"),
    [
        ("{{ v|money }}", 2_500_000, "25.000,00 kr.", "DKK 25,000.00"),
        ("{{ v|money }}", -5, "-0,05 kr.", "DKK -0.05"),
        ("{{ v|money }}", 0, "0,00 kr.", "DKK 0.00"),
        ('{{ v|money:"EUR" }}', 123_456_789, "1.234.567,89 EUR", "EUR 1,234,567.89"),
        ("{{ v|money }}", Money(100, "SEK"), "1,00 SEK", "SEK 1.00"),
        ("{{ v|money }}", None, "", ""),
        ("{{ v|money_short }}", 2_500_050, "25.001 kr.", "DKK 25,001"),
        ("{{ v|number }}", 1_234_567, "1.234.567", "1,234,567"),
        ("{{ v|number:1 }}", Decimal("1234.25"), "1.234,3", "1,234.3"),
        ("{{ v|percent }}", 0.25, "25 %", "25%"),
        ("{{ v|percent:1 }}", Decimal("0.1255"), "12,6 %", "12.6%"),
        ("{{ v|day }}", date(2027, 1, 1), "1. januar 2027", "1 January 2027"),
        ("{{ v|day }}", LATE, "1. januar 2027", "1 January 2027"),
        ("{{ v|day }}", None, "", ""),
        ("{{ v|shortday }}", date(2027, 1, 1), "01.01.2027", "1 Jan 2027"),
        ("{{ v|moment }}", LATE, "1. januar 2027 kl. 00.30", "1 January 2027, 00:30"),
        ("{{ v|period }}", SPAN, "01.01.2027 – 31.12.2027", "1 Jan 2027 – 31 Dec 2027"),
        ("{{ v|period }}", span(date(2027, 1, 1)), "01.01.2027 –", "1 Jan 2027 –"),
        ("{{ v|text }}", {"da": "Kontingent", "en": "Dues"}, "Kontingent", "Dues"),
        ("{{ v|text }}", {"da": "Kontingent"}, "Kontingent", "Kontingent"),
    ],
)
def test_it_reads_right_in_both_languages(source, value, danish, english):
    template = engines["django"].from_string(source)
    for language, expected in (("da", danish), ("en", english)):
        with override(language):
            assert template.render({"v": value}).replace("\u00a0", " ") == expected


def test_an_amount_never_breaks_from_its_currency():
    with override("da"):
        assert engines["django"].from_string("{{ v|money }}").render({"v": 100}) == "1,00\u00a0kr."
