"""What a cluster has published, and what it is working on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.core.errors import Invalid
from klynge.core.texts import LANGUAGES, no_longer_than
from klynge.publishing.models import Release, ReleaseKind

TEXTS = {"headline": 160, "lead": 600, "body": 20_000, "alt": 250, "caption": 250}  # the longest in each language
WORDS = {"town": 60, "contact_name": 120, "contact_title": 120, "contact_email": 254, "contact_phone": 30}
MOST_QUOTES = 8


def public_releases(cluster: Cluster, *, at: datetime) -> QuerySet[Release]:
    """Return the news and press releases that everybody may read at the moment, the latest first."""
    return Release.objects.filter(cluster=cluster).exclude(kind=ReleaseKind.PAGE).public_at(at)


def public_pages(cluster: Cluster, *, at: datetime) -> QuerySet[Release]:
    """Return the standing pages that everybody may read at the moment, the oldest first: so they stand in the menu."""
    return Release.objects.filter(cluster=cluster, kind=ReleaseKind.PAGE).public_at(at).order_by("published_at", "pk")


def release_at(cluster: Cluster, slug: str, *, at: datetime) -> Release | None:
    """Return what is or was public at the address, also if it was withdrawn since."""
    return Release.objects.filter(cluster=cluster, slug=slug, published_at__lte=at).first()


def content_of(release: Release) -> dict[str, Any]:
    """Return everything that a reader reads, as plain data."""
    names = (*TEXTS, *WORDS, "quotes", "kind")
    return {name: getattr(release, name) for name in names} | {"dated_on": release.dated_on and release.dated_on.isoformat()}


def cleaned(cluster: Cluster, facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts without blanks around them. Raises: Invalid naming the field that is missing, too long or half filled in."""
    found: dict[str, Any] = {"kind": facts["kind"], "dated_on": facts.get("dated_on")}
    for name, most in TEXTS.items():
        found[name] = {
            language: no_longer_than(most, str(facts.get(name, {}).get(language, "")), field=f"{name}_{language}") for language in LANGUAGES
        }
    for name, most in WORDS.items():
        found[name] = no_longer_than(most, str(facts.get(name, "")), field=name)
    if not found["headline"][cluster.locale]:
        raise Invalid(_("Write a headline."), field=f"headline_{cluster.locale}")
    found["quotes"] = [_quote(quote, number) for number, quote in enumerate(facts.get("quotes", []), 1) if any(_words(quote))]
    if len(found["quotes"]) > MOST_QUOTES:
        raise Invalid(_("At most %d quotes.") % MOST_QUOTES)
    return found


def _words(quote: dict[str, Any]) -> list[str]:
    return [
        word.strip()
        for word in (*quote.get("text", {}).values(), quote.get("person", ""), quote.get("title", ""), quote.get("organisation", ""))
    ]


def _quote(quote: dict[str, Any], number: int) -> dict[str, Any]:
    text = {
        language: no_longer_than(1_000, quote.get("text", {}).get(language, ""), field=f"quote_{number}_{language}")
        for language in LANGUAGES
    }
    said = {name: no_longer_than(120, quote.get(name, ""), field=f"quote_{number}_{name}") for name in ("person", "title", "organisation")}
    if not any(text.values()):
        raise Invalid(_("Write what they said, or empty the quote."), field=f"quote_{number}_da")
    if not said["person"]:
        raise Invalid(_("Say who said it."), field=f"quote_{number}_person")
    return {"text": text, **said}
