"""What is written about a network or a meeting, checked and put in order before it is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.core.errors import Invalid
from klynge.core.texts import LANGUAGES, no_longer_than

TEXTS = {"name": 120, "purpose": 8_000}  # the longest in each language
PLAIN = ("visibility", "join_policy", "seats_most", "most_per_company", "is_confidential")
MEETING = {"title": 160, "place": 200, "agenda": 20_000}
MOST_TAGS = 8


def cleaned(cluster: Cluster, facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of a network without blanks around them. Raises: Invalid naming the field that is missing or does not fit."""
    found = {name: facts[name] for name in PLAIN if name in facts}
    for name, most in TEXTS.items():
        found[name] = {
            language: no_longer_than(most, str(facts.get(name, {}).get(language) or ""), field=f"{name}_{language}")
            for language in LANGUAGES
        }
    if not found["name"][cluster.locale]:
        raise Invalid(_("Write what the network is called."), field=f"name_{cluster.locale}")
    tags = list(dict.fromkeys(tag.strip().lower()[:40] for tag in facts.get("tags", ()) if tag.strip()))
    if len(tags) > MOST_TAGS:
        raise Invalid(_("At most %d tags; more than that says less.") % MOST_TAGS, field="tags")
    return found | {"tags": tags}


def cleaned_meeting(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of a meeting. Raises: Invalid naming the field."""
    found = {name: no_longer_than(most, str(facts.get(name) or ""), field=name) for name, most in MEETING.items()}
    if not found["title"]:
        raise Invalid(_("Write what the meeting is about."), field="title")
    starts_at, ends_at = _moments(facts.get("starts_at"), facts.get("ends_at"))
    return found | {"starts_at": starts_at, "ends_at": ends_at, "host": facts.get("host"), "online_url": str(facts.get("online_url") or "")}


def _moments(starts_at: datetime | None, ends_at: datetime | None) -> tuple[datetime, datetime]:
    if starts_at is None:
        raise Invalid(_("Say when it begins."), field="starts_at")
    if ends_at is None or ends_at <= starts_at:
        raise Invalid(_("It ends before it has begun. Give an hour after the beginning."), field="ends_at")
    return starts_at, ends_at
