"""The Danish joint payment slip (FIK), card type 71: a 15-digit payment id with a check digit, and the creditor's number."""

import re

LINE = re.compile(r"^\s*\+?71\s*<\s*(\d{15})\s*\+\s*(\d{8})\s*<?\s*$")


def check_digit(body: str) -> int:
    """Return the modulus-10 check digit: from the right, weights 2, 1, 2 ...; products above nine lose nine."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        product = int(digit) * (2 if place % 2 == 0 else 1)
        total += product - 9 if product > 9 else product
    return -total % 10


def payment_id(series: str, serial: int) -> str:
    """Return the payment id of an invoice: the series' last four digits, the serial in ten, and the check digit.

    Raises: ValueError when the serial needs more than ten digits.
    """
    digits = "".join(filter(str.isdigit, series))[-4:].rjust(4, "0")
    if not 0 <= serial < 10**10:
        raise ValueError(f"{serial} does not fit in a payment id.")
    body = f"{digits}{serial:010d}"
    return f"{body}{check_digit(body)}"


def print_line(identifier: str, creditor: str) -> str:
    """Return the line as it is printed on an invoice."""
    return f"+71<{identifier} +{creditor}<"


def parse_line(text: str) -> tuple[str, str]:
    """Read (payment id, creditor) from a printed or typed line. Raises: ValueError when it is none or its check digit is wrong."""
    match = LINE.match(text)
    if match is None:
        raise ValueError(f"{text!r} is not a payment line of type 71.")
    identifier, creditor = match.groups()
    if check_digit(identifier[:-1]) != int(identifier[-1]):
        raise ValueError(f"The check digit of {identifier} is wrong.")
    return identifier, creditor
