"""Where an entry of the bank stands, and what may be said of it before it is decided."""

from __future__ import annotations

import hashlib
import json

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from klynge.billing.models import EntryMatch, MatchDecision, MatchState


def mark_of(match: EntryMatch) -> str:
    """Return the same short mark for the same proposal, to tell whether it is still the one that somebody saw."""
    said = json.dumps([match.payer_id, match.parts, match.surplus_minor], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def changed_since(match: EntryMatch, mark: str | None) -> bool:
    """Say whether the proposal is another one than the marked one."""
    return mark is not None and mark != mark_of(match)


def last_decision(match: EntryMatch) -> MatchDecision | None:
    """Return what was decided last about the entry, if anything was."""
    return MatchDecision.objects.filter(match=match).order_by("-id").first()


def already_decided(match: EntryMatch) -> str:
    """Say that somebody was first, who and when."""
    found = last_decision(match)
    sentence = {
        MatchState.BOOKED: _("This entry is booked already, by %(who)s on %(when)s."),
        MatchState.ASIDE: _("This entry is set aside already, by %(who)s on %(when)s."),
        MatchState.WAITING: _("Nothing is decided about this entry any more, since %(who)s took it up again on %(when)s."),
    }[MatchState(match.state)]
    when = date_format(localtime(found.made_at), "SHORT_DATETIME_FORMAT") if found else "–"
    return sentence % {"who": found.made_by if found else "–", "when": when}
