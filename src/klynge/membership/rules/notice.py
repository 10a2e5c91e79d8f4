"""When a resignation takes effect. Every day returned is the first one no longer a member."""

from datetime import date

from klynge.core.clock import add_months, year_start

YEAR_END, QUARTER_END_NEXT_YEAR, MONTHS = "year_end", "quarter_end_next_year", "months"


def effective_on(rule: str, *, received_on: date, months: int, year_month: int) -> date:
    """Return the first day no longer a member, for a membership year that starts in month ``year_month`` (1-12).

    ``months`` of notice count for all rules but the rolling one. Raises: ValueError for a rule that is not known.
    Source: year_end as at Energy Cluster Denmark (by 30 September) and Offshoreenergy.dk (by 31 May); the rolling rule as at IT-Branchen.
    """
    if rule == YEAR_END:
        return _year_end(received_on, months, year_month)
    if rule == QUARTER_END_NEXT_YEAR:
        return add_months(_first_of_next_quarter(received_on, year_month), 12)
    if rule == MONTHS:
        return _first_of_next_month(add_months(received_on, months))
    raise ValueError(f"{rule!r} is no notice rule.")


def last_day_for_notice(ends_on: date, *, months: int) -> date:
    """Return the last day on which notice for a year's end can be received: 30 September for 1 January and three months."""
    return date.fromordinal(add_months(ends_on, -months).toordinal() - 1)


def _year_end(received_on: date, months: int, year_month: int) -> date:
    ends_on = add_months(year_start(received_on, year_month), 12)
    while received_on > last_day_for_notice(ends_on, months=months):
        ends_on = add_months(ends_on, 12)
    return ends_on


def _first_of_next_quarter(day: date, year_month: int) -> date:
    """Quarters are counted from the start of the membership year."""
    passed = (day.month - year_month) % 3
    return add_months(day.replace(day=1), 3 - passed)


def _first_of_next_month(day: date) -> date:
    return add_months(day.replace(day=1), 1)
