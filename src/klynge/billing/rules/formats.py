"""Amounts, days and rates as an invoice prints them, in Danish or English."""

from datetime import date
from decimal import Decimal

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

DAYS = {"da": "d. MMMM y", "en": "d MMMM y"}


def amount(minor: int, language: str) -> str:
    """Write minor units with two decimals: "1.250,50" or "1,250.50"."""
    return format_decimal(Decimal(minor).scaleb(-2), "#,##0.00", locale=language)


def amount_with_currency(minor: int, currency: str, language: str) -> str:
    """Write minor units with their currency, unbroken: "1.250,50 kr." or "DKK 1,250.50"."""
    number = amount(minor, language)
    if language == "da":
        return f"{number}\u00a0{'kr.' if currency == 'DKK' else currency}"
    return f"{currency}\u00a0{number}"


def day(value: date, language: str) -> str:
    """Write a day with the month's name: "4. januar 2027" or "4 January 2027"."""
    return format_date(value, DAYS[language], locale=language)


def per_cent(basis_points: int, language: str) -> str:
    """Write basis points as per cent: "25 %" or "12.5%"."""
    number = format_decimal(Decimal(basis_points) / 100, "0.##", locale=language)
    return f"{number}\u00a0%" if language == "da" else f"{number}%"


def grouped(identifier: str) -> str:
    """Write an IBAN in groups of four, as people read it."""
    bare = identifier.replace(" ", "")
    return " ".join(bare[start : start + 4] for start in range(0, len(bare), 4))


def country(code: str, language: str) -> str:
    """Write a country's name for an address: "SVERIGE" or "SWEDEN"; an unknown code as it is."""
    return str(Locale.parse(language).territories.get(code, code)).upper()
