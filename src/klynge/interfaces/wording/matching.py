"""Why somebody is suggested, and how far two companies have come, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from klynge.core.texts import in_language
from klynge.matchmaking.models import IntentKind, OpportunityState, Stage
from klynge.matchmaking.queries.opportunities import theme_name

STATE_TONES = {
    OpportunityState.DRAFT: "neutral", OpportunityState.OPEN: "good", OpportunityState.EXPIRED: "warn", OpportunityState.WITHDRAWN: "neutral",
}  # fmt: skip
STAGE_TONES = {
    Stage.INTERESTED: "neutral", Stage.MUTUAL: "accent", Stage.INTRODUCED: "accent", Stage.MET: "good", Stage.OUTCOME: "good", Stage.CLOSED: "neutral",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a heading, the two sentences that fit (or one line), and the themes they share."""

    title: str
    ours_label: str = ""
    ours: str = ""
    theirs_label: str = ""
    theirs: str = ""
    line: str = ""
    themes: tuple[str, ...] = ()


def reasons_of(found: Sequence[Mapping[str, Any]]) -> list[Reason]:
    """Return the reasons of a suggestion for the company it is made to, in the order of their weight."""
    return [reason for each in found if (reason := _reason(each))]


def _reason(each: Mapping[str, Any]) -> Reason | None:
    if each["kind"] == "common_contacts":
        count = each["count"]
        said = (
            ngettext("You both know %d company that you have met here.", "You both know %d companies that you have met here.", count)
            % count
        )
        return Reason(_("Common contacts"), line=said)
    if each["kind"] == "shared_network":
        count, names = each["count"], ", ".join(in_language(name) for name in each["networks"])
        said = ngettext(
            "You have sat together at %(n)d meeting of %(names)s.", "You have sat together at %(n)d meetings of %(names)s.", count
        )
        return Reason(_("The same network"), line=said % {"n": count, "names": names})
    if each["kind"] == "together":
        count = each["count"]
        said = ngettext("You have both taken part in %d event here.", "You have both taken part in the same %d events here.", count) % count
        return Reason(_("The same events"), line=said)
    titles = {
        "offer_meets_need": (_("Their offer meets your need"), _("You look for"), _("They offer")),
        "need_meets_offer": (_("Your offer meets their need"), _("You offer"), _("They look for")),
        "alike": (_("You work with the same"), _("You"), _("They")),
    }
    if each["kind"] not in titles:
        return None
    title, ours, theirs = titles[each["kind"]]
    themes = tuple(theme_name(code) for code in each["themes"])
    mine, yours = (each[f"{side}s"] or _wish(each[f"{side}_wish"], themes) for side in ("our", "their"))
    return Reason(title, ours, mine, theirs, yours, themes=themes)


def _wish(kind: str, themes: Sequence[str]) -> str:
    """Say a wish that has no words of its own: "Be inspired: Artificial intelligence"."""
    return f"{IntentKind(kind).label}: {', '.join(themes)}" if kind in IntentKind.values else ""


def themes_of(codes: Sequence[str]) -> list[str]:
    """Return the names of the themes in the open language."""
    return [theme_name(code) for code in codes]
