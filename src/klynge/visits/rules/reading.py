"""Telling people from programs, and one visitor's day from the next."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

# Words with which programs name themselves; whoever says nothing is a program too.
PROGRAM = re.compile(r"bot|crawl|spider|slurp|preview|monitor|curl|wget|python|java/|okhttp|headless|lighthouse|feed|scan", re.IGNORECASE)
FORGOTTEN_AFTER = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Visitor:
    """What a day's first view says of somebody who may be counted."""

    is_new_today: bool
    is_returning: bool


def is_person(user_agent: str) -> bool:
    """Say whether a browser with a reader before it calls itself so; a guess, good enough for sums."""
    return bool(user_agent) and not PROGRAM.search(user_agent)


def visitor_of(last_seen: str, *, on: date) -> Visitor:
    """Read the day of somebody's last visit (ISO, or "") as a visit on ``on``. What can't be read, or lies ahead, is no earlier visit."""
    try:
        seen = date.fromisoformat(last_seen)
    except ValueError:
        return Visitor(is_new_today=True, is_returning=False)
    if seen > on or on - seen > FORGOTTEN_AFTER:
        return Visitor(is_new_today=True, is_returning=False)
    return Visitor(is_new_today=seen < on, is_returning=seen < on)
