"""What stands in an edition, checked before it is kept; and an edition held so that it leaves once."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.core.errors import Conflict, Invalid
from klynge.core.texts import LANGUAGES, no_longer_than
from klynge.engagement.models import Level
from klynge.newsletters.models import Edition, EditionPart, PartKind, Segment

TEXTS = {"subject": 160, "preheader": 140, "lead": 4_000}
PART = {"title": 160, "text": 8_000}
MOST_PARTS = 30


def cleaned(cluster: Cluster, facts: dict[str, Any]) -> dict[str, Any]:
    """Return its texts, for whom it is and whether it is public. Raises: Invalid naming the field."""
    found: dict[str, Any] = {name: _texts(facts.get(name) or {}, most, name) for name, most in TEXTS.items()}
    if not found["subject"][cluster.locale]:
        raise Invalid(_("Write a subject: it decides whether the mail is opened."), field=f"subject_{cluster.locale}")
    segment = facts.get("segment") or Segment.EVERYBODY
    if segment not in Segment.values:
        raise Invalid(_("Choose one of the list."), field="segment")
    return found | _narrowed(facts) | {"segment": segment, "topic": facts.get("topic"), "is_public": bool(facts.get("is_public"))}


def _narrowed(facts: dict[str, Any]) -> dict[str, Any]:
    levels = [each for each in facts.get("levels") or [] if each]
    if not set(levels) <= set(Level.values):
        raise Invalid(_("Choose from the list."), field="levels")
    least, most = facts.get("employees_least"), facts.get("employees_most")
    if least is not None and most is not None and most < least:
        raise Invalid(_("The largest number is below the smallest."), field="employees_most")
    return {"levels": levels, "event": facts.get("event"), "employees_least": least, "employees_most": most}


def part_rows(edition: Edition, parts: list[dict[str, Any]]) -> list[EditionPart]:
    """Return the pieces as rows in their order; empty ones are left out. Raises: Invalid for too many."""
    rows = []
    for given in parts:
        texts = {name: _texts(given.get(name) or {}, most, name) for name, most in PART.items()}
        if given["kind"] == PartKind.TEXT and not any(texts["text"].values()):
            continue
        names = ("kind", "release", "event")
        rows.append(
            EditionPart(cluster=edition.cluster, edition=edition, position=len(rows) + 1, **texts, **{n: given.get(n) for n in names})
        )
    if len(rows) > MOST_PARTS:
        raise Invalid(_("At most %d pieces in one edition.") % MOST_PARTS)
    return rows


def locked_edition(edition: Edition) -> Edition:
    """Return a draft's row, locked until the transaction ends. Raises: Conflict when it has left or was discarded."""
    found: Edition = Edition.objects.select_for_update(of=("self",)).select_related("cluster").get(pk=edition.pk)
    if found.released_at is not None:
        raise Conflict(_("“%(title)s” has left already; it is not changed any more.") % {"title": found})
    if found.discarded_at is not None:
        raise Conflict(_("“%s” was discarded.") % found)
    return found


def _texts(given: dict[str, str], most: int, name: str) -> dict[str, str]:
    return {language: no_longer_than(most, str(given.get(language) or ""), field=f"{name}_{language}") for language in LANGUAGES}
