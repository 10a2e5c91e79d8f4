"""Full-time equivalents from heads, by a table of factors."""

from collections.abc import Mapping
from fractions import Fraction

from klynge.core.money import round_half_up

# Hundredths per head by weekly hours. Source: contribution rules of AIW Unternehmensverband (aiw.de/mitgliedsbeitrag).
AIW = {"over_30_hours": 100, "up_to_30_hours": 75, "up_to_20_hours": 50, "mini_job": 30, "apprentice": 100}


def full_time_equivalents(heads: Mapping[str, int], factors: Mapping[str, int]) -> int:
    """Return the FTE in hundredths. Raises: KeyError for a group without a factor, ValueError for a negative count."""
    if any(count < 0 for count in heads.values()):
        raise ValueError("A number of employees can't be negative.")
    return sum(count * factors[group] for group, count in heads.items())


def pro_rata(hours_a_week: list[int], *, full_time: int = 37) -> int:
    """Return the FTE in hundredths of part-time staff counted by their hours; nobody counts for more than one."""
    return round_half_up(Fraction(sum(min(hours, full_time) * 100 for hours in hours_a_week), full_time))
