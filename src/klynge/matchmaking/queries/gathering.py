"""Every member as matching sees it, put together from profiles, opportunities, wishes and what is avoided; a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from klynge.access.models import Cluster
from klynge.core.texts import LANGUAGES
from klynge.directory.models import Organisation, OrganisationKind, Ownership, Profile
from klynge.directory.rules.industries import industry
from klynge.matchmaking.models import Avoidance, Intent, IntentKind, Interest, Match, Opportunity, OpportunityKind
from klynge.matchmaking.rules.portraits import Line, Portrait
from klynge.matchmaking.rules.texts import sentences
from klynge.membership.models import Membership

KINDS = {kind: number for number, kind in enumerate(OrganisationKind.values)}
MOST_SENTENCES = 12  # of one text


@dataclass
class _Sheet:
    offers: list[Line] = field(default_factory=list)
    needs: list[Line] = field(default_factory=list)
    about: list[Line] = field(default_factory=list)
    barred: set[int] = field(default_factory=set)


def portraits_of(cluster: Cluster, *, on: date) -> list[Portrait]:
    """Return the members of the day who show what they do, offer or need, by organisation.

    An anonymous opportunity stays on the board and is left out here: a reason that quotes it would tell whose it is.
    """
    members = Membership.objects.filter(cluster=cluster).active_on(on).values("organisation")
    kinds = dict(Organisation.objects.filter(pk__in=members, merged_into__isnull=True).order_by("pk").values_list("pk", "kind"))
    sheets: dict[int, _Sheet] = {pk: _Sheet() for pk in kinds}
    _read_profiles(cluster, sheets)
    _read_opportunities(cluster, sheets, on)
    _read_intents(cluster, sheets)
    _bar(cluster, sheets, on)
    return [
        Portrait(pk, tuple(sheet.offers), tuple(sheet.needs), tuple(sheet.about), KINDS[kinds[pk]], frozenset(sheet.barred))
        for pk, sheet in sheets.items()
        if sheet.offers or sheet.needs or sheet.about
    ]


def _said(text: dict[str, str]) -> list[str]:
    """Return the sentences of a text in both languages; the same said twice counts once."""
    found = [sentence for language in LANGUAGES for sentence in sentences(text.get(language, ""))[:MOST_SENTENCES]]
    return list(dict.fromkeys(found))


def _read_profiles(cluster: Cluster, sheets: dict[int, _Sheet]) -> None:
    """Read what a company itself published; a profile that it took back is left alone."""
    for profile in Profile.objects.filter(cluster=cluster, organisation__in=sheets, published_at__isnull=False).select_related(
        "organisation"
    ):
        sheet, code = sheets[profile.organisation_id], profile.organisation.industry_code
        sheet.offers += [Line(sentence) for sentence in _said(profile.offers)]
        sheet.needs += [Line(sentence) for sentence in _said(profile.needs)]
        sheet.about += [Line(sentence) for sentence in [*_said(profile.summary), *profile.competences]]
        if known := industry(code, profile.organisation.industry_edition):
            sheet.about.append(Line(known.name_da))


def _read_opportunities(cluster: Cluster, sheets: dict[int, _Sheet], on: date) -> None:
    for each in Opportunity.objects.filter(cluster=cluster, organisation__in=sheets).filter(is_anonymous=False).open_on(on).order_by("pk"):
        sheet, themes = sheets[each.organisation_id], tuple(each.themes)
        lines = [Line(sentence, themes, opportunity=each.pk) for sentence in _said(each.summary)]
        partner = [Line(sentence, (), opportunity=each.pk) for sentence in _said(each.partner)]
        if each.kind == OpportunityKind.OFFER:
            sheet.offers += lines
        elif each.kind == OpportunityKind.REQUEST:
            sheet.needs += lines + partner
        else:
            sheet.needs += partner
            sheet.about += lines


def _read_intents(cluster: Cluster, sheets: dict[int, _Sheet]) -> None:
    for each in Intent.objects.filter(cluster=cluster, organisation__in=sheets):
        sheet, line = sheets[each.organisation_id], Line("", (each.theme,), wish=each.kind)
        if each.kind == IntentKind.INSPIRE:
            sheet.needs.append(line)
        elif each.kind == IntentKind.SHARE:
            sheet.offers.append(line)
        else:
            sheet.about.append(line)


def _bar(cluster: Cluster, sheets: dict[int, _Sheet], on: date) -> None:
    """Leave out whom a company avoids, who blocked it, its own family, and with whom it has gone on already."""
    for one, other, is_blocked in Avoidance.objects.filter(cluster=cluster).values_list("organisation_id", "other_id", "is_blocked"):
        _add(sheets, one, other)
        if is_blocked:
            _add(sheets, other, one)
    for one, other in Match.objects.filter(cluster=cluster, mutual_at__isnull=False).values_list("first_id", "second_id"):
        _add(sheets, one, other)
        _add(sheets, other, one)
    said = Interest.objects.filter(match__cluster=cluster, match__closed_at__isnull=True)
    for one, first, second in said.values_list("organisation_id", "match__first_id", "match__second_id"):
        _add(sheets, one, second if one == first else first)
    for family in _families(on):
        for one in family & set(sheets):
            sheets[one].barred |= family - {one}


def _add(sheets: dict[int, _Sheet], one: int, other: int) -> None:
    if one in sheets:
        sheets[one].barred.add(other)


def _families(on: date) -> Iterable[set[int]]:
    """Return parents with their subsidiaries."""
    found: dict[int, set[int]] = defaultdict(set)
    for one, parent in Ownership.objects.filter(during__contains=on).values_list("organisation_id", "parent_id"):
        found[parent] |= {one, parent}
    return found.values()


def waiting_for(cluster: Cluster) -> dict[int, list[int]]:
    """Return, for each company, who has said yes to it and waits: they are to be among those it is shown, as any other."""
    found: dict[int, list[int]] = defaultdict(list)
    rows: Any = Interest.objects.filter(match__cluster=cluster, match__closed_at__isnull=True, match__mutual_at__isnull=True).order_by("pk")
    for one, first, second in rows.values_list("organisation_id", "match__first_id", "match__second_id"):
        found[second if one == first else first].append(one)
    return found
