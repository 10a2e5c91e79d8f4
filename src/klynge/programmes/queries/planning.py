"""What is written about programmes and calls, checked before it is kept."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.core.errors import Invalid
from klynge.core.texts import LANGUAGES, no_longer_than

PLAIN = ("starts_on", "ends_on", "budget_minor", "hour_rate_minor", "aid_minor", "ore_per_euro")


def cleaned(cluster: Cluster, facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of a programme. Raises: Invalid naming the field."""
    found: dict[str, Any] = {name: facts[name] for name in PLAIN if name in facts}
    found |= {"name": texts(facts, "name", 120), "purpose": texts(facts, "purpose", 8_000)}
    found["funder"] = no_longer_than(120, str(facts.get("funder") or ""), field="funder")
    if not found["name"][cluster.locale]:
        raise Invalid(_("Write what the programme is called."), field=f"name_{cluster.locale}")
    if found["ends_on"] <= found["starts_on"]:
        raise Invalid(_("It ends before it has begun."), field="ends_on")
    return found


def texts(facts: dict[str, Any], name: str, most: int) -> dict[str, str]:
    """Return a text in both languages. Raises: Invalid when one is too long."""
    given = facts.get(name) or {}
    return {language: no_longer_than(most, str(given.get(language) or ""), field=f"{name}_{language}") for language in LANGUAGES}
