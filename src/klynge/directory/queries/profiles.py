"""Profiles of organisations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from klynge.access.models import Cluster
from klynge.core.errors import Invalid
from klynge.core.texts import LANGUAGES
from klynge.directory.models import Organisation, Profile
from klynge.directory.rules.profiles import LONGEST_SUMMARY, LONGEST_TAG, LONGEST_TEXT, MOST_TAGS, clean_lines, clean_tags

TEXTS = ("summary", "about", "offers", "needs")


def profile_of(organisation: Organisation, *, cluster: Cluster) -> Profile | None:
    """Return how the organisation shows itself in the cluster, or None when it has not written anything."""
    return Profile.objects.filter(cluster=cluster, organisation=organisation).select_related("organisation").first()


def texts_of(given: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Return the texts as they are stored, by name and language. Raises: Invalid for one that is too long, naming its field."""
    kept = {}
    for name in TEXTS:
        texts = {language: clean_lines(given.get(name, {}).get(language, "")) for language in LANGUAGES}
        most = LONGEST_SUMMARY if name == "summary" else LONGEST_TEXT
        for language, text in texts.items():
            if len(text) > most:
                said = {"most": most, "length": len(text)}
                raise Invalid(_("This text has %(length)s characters; there is room for %(most)s.") % said, field=f"{name}_{language}")
        kept[name] = {language: text for language, text in texts.items() if text}
    return kept


def tags_of(given: Sequence[str]) -> list[str]:
    """Return the competences as they are stored. Raises: Invalid for too many, or one that is too long."""
    tags = clean_tags(given)
    if len(tags) > MOST_TAGS:
        raise Invalid(_("Choose the %s most important competences; more than that says less.") % MOST_TAGS, field="competences")
    if long := next((tag for tag in tags if len(tag) > LONGEST_TAG), None):
        raise Invalid(_("“%s” is too long. Put commas between the competences.") % long, field="competences")
    return tags
