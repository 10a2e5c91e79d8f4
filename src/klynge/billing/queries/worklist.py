"""The entries of the bank that wait for a person, and what the office shows of any entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from klynge.access.actor import Actor
from klynge.access.models import Cluster
from klynge.banking.models import BankEntry
from klynge.banking.queries import EntryFilter, entries
from klynge.billing.models import EntryMatch, Invoice, MatchState

from .deciding import mark_of
from .match_wording import reason_texts

MONEY_IN = Q(entry__amount_minor__gt=0, entry__is_reversal=False)
KINDS: dict[str, tuple[str | Promise, Q]] = {
    "proposed": (_("Proposed"), MONEY_IN & Q(payer__isnull=False)),
    "unknown": (_("Not recognised"), MONEY_IN & Q(payer__isnull=True)),
    "out": (_("Money out"), Q(entry__amount_minor__lt=0, entry__is_reversal=False)),
    "returned": (_("Taken back by the bank"), Q(entry__is_reversal=True)),
}
STATES = {"": _("All"), "waiting": _("To decide"), "booked": _("Booked"), "aside": _("Set aside"), "unread": _("Not looked at yet")}


@dataclass(frozen=True, slots=True)
class Part:
    """What of an entry settles an invoice, in minor units."""

    invoice_id: int
    number: str
    buyer: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """An entry with what is proposed or was decided, ready to be shown; ``mark`` tells whether the proposal is still the one seen."""

    match: EntryMatch
    reasons: list[str]
    parts: list[Part] = field(default_factory=list)
    mark: str = ""


def waiting(actor: Actor, kind: str) -> QuerySet[EntryMatch]:
    """Return what waits of one kind (a key of KINDS), the first that came in first."""
    found = EntryMatch.objects.visible_to(actor).filter(KINDS[kind][1], state=MatchState.WAITING)
    return found.select_related("entry__account", "payer", "takes_back").order_by("entry__booked_on", "entry_id")


def waiting_counts(actor: Actor) -> dict[str, int]:
    """Return how many of each kind wait, in the order of KINDS."""
    found = EntryMatch.objects.visible_to(actor).filter(state=MatchState.WAITING).order_by()
    counts: dict[str, int] = found.aggregate(**{kind: Count("pk", filter=condition) for kind, (_label, condition) in KINDS.items()})
    return counts


def sheets(matches: Iterable[EntryMatch]) -> list[Sheet]:
    """Return the matches with their invoices and reasons in words; one more query, however many there are."""
    rows = list(matches)
    invoices = _invoices({pk for match in rows for pk, _minor in match.parts})
    return [Sheet(match, reason_texts(match.reasons), _parts(match, invoices), mark_of(match)) for match in rows]


def _invoices(ids: set[int]) -> dict[int, Invoice]:
    return Invoice.objects.in_bulk(ids) if ids else {}


def _parts(match: EntryMatch, invoices: dict[int, Invoice]) -> list[Part]:
    return [Part(pk, invoices[pk].number, str(invoices[pk].buyer.get("name", "")), minor) for pk, minor in match.parts]


def entries_with_state(cluster: Cluster, wanted: EntryFilter, *, state: str = "") -> QuerySet[BankEntry]:
    """Return the entries that match, the newest day first, each with its ``match`` (none: not looked at yet); ``state`` is a key of STATES."""
    found = entries(cluster, wanted)
    if state == "unread":
        found = found.filter(~Exists(EntryMatch.objects.filter(entry=OuterRef("pk"))))
    elif state:
        found = found.filter(match__state=state)
    return found.select_related("account", "match__payer").annotate(decided_as=F("match__state"))


def decisions_of(match: EntryMatch) -> Sequence[object]:
    """Return what was decided about the entry, the last first."""
    return list(match.decisions.select_related("payment").order_by("-id"))
