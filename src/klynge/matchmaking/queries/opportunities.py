"""Opportunities as they are written, read and shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.core.errors import Invalid
from klynge.core.texts import LANGUAGES, no_longer_than
from klynge.directory.models import Affiliation, Organisation, Person
from klynge.directory.rules.profiles import clean_lines
from klynge.matchmaking.models import Agreement, Field, Opportunity, OpportunityKind, Ripeness, Visibility
from klynge.matchmaking.rules.themes import BY_CODE, THEMES, recognise
from klynge.membership.models import Membership

TEXTS = {"title": 120, "summary": 400, "description": 6_000, "partner": 800}  # the longest in each language
CHOICES = {"kind": OpportunityKind, "field": Field, "ripeness": Ripeness, "visibility": Visibility}
MOST_THEMES = 8
LASTS, LONGEST = timedelta(days=365), timedelta(days=2 * 365)  # unless somebody chooses; at most


def theme_choices() -> list[tuple[str, str]]:
    """Return code and name of each theme in the open language, groups first within their themes."""
    return [(theme.code, theme_name(theme.code)) for theme in THEMES]


def theme_name(code: str) -> str:
    """Return the theme's name in the open language; the code itself for one that is no more."""
    theme = BY_CODE.get(code)
    if theme is None:
        return code
    return theme.da if (get_language() or "da").startswith("da") else theme.en


def cleaned(cluster: Cluster, facts: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    """Return the facts as they are stored. Raises: Invalid naming the field that is missing, too long, unknown or in the past."""
    found: dict[str, Any] = {name: _text(facts.get(name, {}), most, name) for name, most in TEXTS.items()}
    for name, choices in CHOICES.items():
        found[name] = facts.get(name) or choices.values[0]
        if found[name] not in choices.values:
            raise Invalid(_("Choose one of the list."), field=name)
    if not any(found["title"].values()):
        raise Invalid(_("Write a title."), field=f"title_{cluster.locale}")
    if not any(found["summary"].values()):
        raise Invalid(_("Say in one sentence what it is. This sentence is shown to those whom it fits."), field=f"summary_{cluster.locale}")
    agreements = list(dict.fromkeys(facts.get("agreements", ())))
    if not set(agreements) <= set(Agreement.values):
        raise Invalid(_("Choose one of the list."), field="agreements")
    return found | {
        "agreements": agreements,
        "themes": _themes(facts.get("themes", ()), found),
        "is_anonymous": bool(facts.get("is_anonymous")),
        "deadline_on": _deadline(facts.get("deadline_on"), on),
    }


def _text(given: Mapping[str, str], most: int, name: str) -> dict[str, str]:
    texts = {language: clean_lines(given.get(language, "")) for language in LANGUAGES}
    return {language: no_longer_than(most, text, field=f"{name}_{language}") for language, text in texts.items() if text}


def _themes(chosen: Any, texts: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Keep what was chosen; where nothing was, what the words show."""
    codes = [code for code in dict.fromkeys(chosen) if code in BY_CODE]
    if len(codes) > MOST_THEMES:
        raise Invalid(_("Choose at most %d themes; more than that says less.") % MOST_THEMES, field="themes")
    words = " ".join(text for name in ("title", "summary", "partner") for text in texts[name].values())
    return codes or recognise(words)[:MOST_THEMES]


def _deadline(given: date | None, on: date) -> date:
    deadline = given or on + LASTS
    if deadline < on:
        raise Invalid(_("The last day is over. Choose one ahead."), field="deadline_on")
    if deadline > on + LONGEST:
        raise Invalid(_("Choose a last day within two years; it can be renewed."), field="deadline_on")
    return deadline


def content_of(opportunity: Opportunity) -> dict[str, Any]:
    """Return everything that a reader reads, as plain data."""
    names = (*TEXTS, *CHOICES, "agreements", "themes", "is_anonymous")
    return {name: getattr(opportunity, name) for name in names} | {"deadline_on": opportunity.deadline_on.isoformat()}


def board(cluster: Cluster, *, on: date, kind: str = "", theme: str = "", words: str = "") -> QuerySet[Opportunity]:
    """Return what is open on the day, the latest first; a group of themes takes in its themes, words are looked for in title and summary."""
    found = Opportunity.objects.filter(cluster=cluster, organisation__in=_members(cluster, on)).open_on(on).select_related("organisation")
    return narrowed(found, kind=kind, theme=theme, words=words).order_by("-published_at", "-pk")


def _members(cluster: Cluster, on: date) -> QuerySet[Membership]:
    return Membership.objects.filter(cluster=cluster).active_on(on).values("organisation")


def narrowed(found: QuerySet[Opportunity], *, kind: str = "", theme: str = "", words: str = "") -> QuerySet[Opportunity]:
    """Keep those of the kind, theme and words."""
    if kind in OpportunityKind.values:
        found = found.filter(kind=kind)
    if theme in BY_CODE:
        found = found.filter(themes__overlap=[code for code in BY_CODE if code == theme or code.startswith(f"{theme}.")])
    for word in words.replace("\x00", "").split()[:6]:
        found = found.filter(Q(title__icontains=word) | Q(summary__icontains=word) | Q(partner__icontains=word))
    return found


def is_named_to(opportunity: Opportunity, actor: Actor, *, introduced_to: frozenset[int] = frozenset()) -> bool:
    """Say whether the actor may know whose it is: its own people, the office's brokers, and those to whom it has said yes."""
    if not opportunity.is_anonymous or opportunity.organisation_id in introduced_to:
        return True
    if actor.may("matchmaking.broker", cluster_id=opportunity.cluster_id):
        return True
    return actor.may_for("portal.offer_and_seek", opportunity.organisation_id, cluster_id=opportunity.cluster_id)


def contact_for(organisation: Organisation, user_id: int | None, *, on: date) -> Person | None:
    """Return the person of the user who works there on the day, to be its contact."""
    if user_id is None:
        return None
    work = (
        Affiliation.objects.filter(organisation=organisation, person__user_id=user_id, during__contains=on).select_related("person").first()
    )
    return work.person if work else None


def public_opportunities(cluster: Cluster, *, on: date) -> QuerySet[Opportunity]:
    """Return what everybody may read on the day, of companies that are members then, the latest first."""
    found = Opportunity.objects.filter(cluster=cluster, organisation__in=_members(cluster, on)).public_on(on).select_related("organisation")
    return found.order_by("-published_at", "-pk")
