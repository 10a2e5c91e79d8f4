"""What a membership is on a day: a function of its dates, never kept."""

from datetime import date
from typing import Literal

Status = Literal["upcoming", "active", "leaving", "ended"]
STATUSES: tuple[Status, ...] = ("upcoming", "active", "leaving", "ended")


def status(joined_on: date, ends_on: date | None, notice_on: date | None, on_day: date) -> Status:
    """Tell the status on a day. ``ends_on`` is the first day no longer a member; ``notice_on`` the day on which the end became known.

    Notice is the day a resignation was received, or an exclusion written down; somebody who has given none stays active to the end.
    """
    if on_day < joined_on:
        return "upcoming"
    if ends_on is None:
        return "active"
    if on_day >= ends_on:
        return "ended"
    return "leaving" if notice_on is not None and notice_on <= on_day else "active"
