"""Quarters, by which Danish clusters report their VAT."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

EARLIEST, LATEST = 1990, 2199


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a calendar year."""

    year: int
    number: int  # 1 to 4

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def end(self) -> date:
        """The day after its last."""
        return self.moved(1).first

    @property
    def key(self) -> str:
        """As it stands in the address: ``2027-1``."""
        return f"{self.year}-{self.number}"

    @property
    def label(self) -> str:
        """As people write it, in Danish and in English: ``1. 2027``."""
        return f"{self.number}/{self.year}"

    def moved(self, quarters: int) -> Quarter:
        """Return the quarter so many later, or earlier."""
        count = self.year * 4 + self.number - 1 + quarters
        return Quarter(count // 4, count % 4 + 1)


def quarter_of(key: str, *, today: date) -> Quarter:
    """Return the quarter that the address names, else the one in which today falls."""
    found = re.fullmatch(r"(\d{4})-([1-4])", key, re.ASCII)
    if found and EARLIEST <= int(found[1]) <= LATEST:
        return Quarter(int(found[1]), int(found[2]))
    return Quarter(today.year, (today.month + 2) // 3)


def a_year_of(quarter: Quarter) -> list[Quarter]:
    """Return the four quarters of its year."""
    return [Quarter(quarter.year, number) for number in (1, 2, 3, 4)]
