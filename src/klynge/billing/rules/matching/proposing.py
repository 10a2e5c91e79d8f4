"""Say what an entry pays: by its reference, by the numbers in its text, by who pays; certain only when nothing speaks against it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import combinations

from .facts import Entry, OpenInvoice
from .finding import UNKNOWN, Finder
from .names import CUT, TYPED, WRITTEN

AGREES, DIFFERS, SURE = 75, 55, 90  # likeness of names, of 100: fits; does not fit; is this one, where a number says so too
CLEAR_LEAD = 15  # a name that much less alike is not taken for the payer's
WEAK_NAME = 60  # enough, where a nearly right number and the exact amount speak for the same invoice
DUES = re.compile(r"kontingent|medlem|faktura|fakt\b|member|dues|invoice", re.IGNORECASE)
MOST_OPEN = 10  # invoices of one payer of which every sum is tried


class Certainty(Enum):
    """How sure a proposal is: certain ones are booked, the others wait for a person."""

    CERTAIN = "certain"
    LIKELY = "likely"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an entry pays: (invoice, minor units) each, what is left over, and why. ``reasons`` are codes that the office puts into words."""

    entry_id: int
    certainty: Certainty
    reasons: tuple[str, ...]
    payer_id: int = 0
    parts: tuple[tuple[int, int], ...] = ()
    surplus_minor: int = 0


def propose(entry: Entry, finder: Finder) -> Proposal:
    """Return the best proposal for one entry; what a certain one gives out is not offered to the next entry."""
    proposal = _by_reference(entry, finder) or _by_number(entry, finder) or _by_payer(entry, finder) or _nothing(entry)
    if proposal.certainty is Certainty.CERTAIN:
        for invoice, minor in proposal.parts:
            finder.left[invoice] -= minor
    return proposal


def _by_reference(entry: Entry, finder: Finder) -> Proposal | None:
    invoice = finder.by_reference(entry.reference_kind, entry.reference)
    if invoice is None:
        return None
    payer, left = invoice.payer_id, finder.left[invoice.id]
    fits = finder.likeness_of(entry, payer)
    doubt = _speaks_against(entry, finder, payer, fits)
    if (doubt or entry.amount_minor != left) and (better := _of_somebody_else(entry, finder, fits)):
        return better
    if left <= 0:
        return _settled_already(entry, finder, invoice)
    if entry.amount_minor == left:
        return _offer(entry, payer, [invoice], finder, ["reference", "amount"], is_certain=not doubt, doubt=doubt)
    if entry.amount_minor < left:
        return _offer(entry, payer, [invoice], finder, ["reference", "partial"], is_certain=fits >= TYPED, doubt=doubt)
    open_ones = finder.open_of(payer)
    if entry.amount_minor == sum(finder.left[one.id] for one in open_ones):
        return _offer(entry, payer, open_ones, finder, ["reference", "several"], is_certain=not doubt, doubt=doubt)
    return _offer(entry, payer, [invoice], finder, ["reference", "too_much"], is_certain=False, doubt=doubt)


def _of_somebody_else(entry: Entry, finder: Finder, fits: int) -> Proposal | None:
    """Return what the payer and the amount say, when they are sure of it and the number belongs to another: it was typed wrong."""
    if fits == UNKNOWN or fits >= SURE:
        return None
    other = _by_payer(entry, finder)
    return other if other is not None and other.certainty is Certainty.CERTAIN else None


def _speaks_against(entry: Entry, finder: Finder, payer: int, fits: int) -> str:
    """Return a reason to wait: the money comes from somebody who owes this very amount himself."""
    if fits == UNKNOWN or fits >= SURE:
        return ""
    for other, sure in finder.payers_like(entry):
        if (
            other != payer
            and sure > max(fits, WEAK_NAME)
            and any(finder.left[one.id] == entry.amount_minor for one in finder.open_of(other))
        ):
            return "payer_differs"
    return ""


def _settled_already(entry: Entry, finder: Finder, invoice: OpenInvoice) -> Proposal:
    """The reference is of an invoice that needs no money: an old reference used again, a credited invoice, or a double payment."""
    why = "credited" if invoice.is_credited else "paid_before"
    same = [one for one in finder.open_of(invoice.payer_id) if finder.left[one.id] == entry.amount_minor]
    if len(same) == 1:
        return _offer(entry, invoice.payer_id, same, finder, ["old_reference", why, "amount"], is_certain=False)
    return Proposal(entry.id, Certainty.LIKELY, (why,), invoice.payer_id, (), entry.amount_minor)


def _by_number(entry: Entry, finder: Finder) -> Proposal | None:
    found = [finder.by_number[number] for number in finder.numbers_in(entry.text) if number in finder.by_number]
    open_ones = [one for one in found if finder.left[one.id] > 0]
    if not open_ones:
        return (
            _settled_already(entry, finder, found[0])
            if len(found) == 1 and finder.likeness_of(entry, found[0].payer_id) >= AGREES
            else None
        )
    payers = {one.payer_id for one in open_ones}
    payer = open_ones[0].payer_id
    fits = min(finder.likeness_of(entry, one) for one in payers)
    total, is_one = sum(finder.left[one.id] for one in open_ones), len(payers) == 1
    if better := _of_somebody_else(entry, finder, fits):
        return better
    if entry.amount_minor == total:
        doubt = _name_doubt(fits) or _speaks_against(entry, finder, payer, fits)
        return _offer(entry, payer, open_ones, finder, ["number", "amount"], is_certain=is_one and fits >= AGREES, doubt=doubt)
    if entry.amount_minor < total and len(open_ones) == 1:
        return _offer(entry, payer, open_ones, finder, ["number", "partial"], is_certain=fits >= TYPED, doubt=_name_doubt(fits))
    if (better := _by_payer(entry, finder)) is not None:
        return better
    return _offer(entry, payer, open_ones, finder, ["number", "too_much"], is_certain=False, doubt=_name_doubt(fits)) if is_one else None


def _name_doubt(fits: int) -> str:
    return "payer_unknown" if fits == UNKNOWN else "payer_differs" if fits < DIFFERS else ""


def _by_payer(entry: Entry, finder: Finder) -> Proposal | None:
    """Go by who pays and how much: a name alone must fit nobody else; with a number that is nearly right it may be spelt badly."""
    likely = [(payer, sure) for payer, sure in finder.payers_like(entry) if sure >= WEAK_NAME]
    if not likely:
        return None
    who = "account" if entry.payer_account in finder.by_account else "name"
    owed = [(sure, one) for payer, sure in likely for one in finder.open_of(payer) if finder.left[one.id] == entry.amount_minor]
    near = [one for sure, one in owed if sure >= AGREES and _is_near(entry, finder, one)]
    if len(near) == 1:
        return _offer(entry, near[0].payer_id, near, finder, [who, "amount", "near_number"], is_certain=True)
    payer, sure = likely[0]
    is_only = sure >= TYPED and _has_no_rival(finder, likely, entry)
    same = [one for _sure, one in owed if one.payer_id == payer]
    if same:
        reasons = [who, "amount", *(["oldest"] if len(same) > 1 else [])]
        return _offer(entry, payer, same[:1], finder, reasons, is_certain=is_only and len(same) == 1, doubt="" if is_only else "rival")
    if sums := _sums(finder.open_of(payer), entry.amount_minor, finder):
        return _offer(entry, payer, sums[0], finder, [who, "several"], is_certain=is_only and len(sums) == 1)
    return _does_not_add_up(entry, finder, payer, who) if sure >= TYPED else None


def _has_no_rival(finder: Finder, likely: Sequence[tuple[int, int]], entry: Entry) -> bool:
    """Say whether nobody else has as good a name, nor one nearly as good who owes the same; a name letter for letter has no such rival."""
    best = likely[0][1]
    if best == TYPED and not DUES.search(entry.text):
        return False  # nearly the name of a member, and not a word of dues
    if best == WRITTEN:
        return all(sure < CUT for _payer, sure in likely[1:])
    return not any(sure >= CUT or (sure >= best - CLEAR_LEAD and _owes(finder, payer, entry.amount_minor)) for payer, sure in likely[1:])


def _does_not_add_up(entry: Entry, finder: Finder, payer: int, who: str) -> Proposal:
    open_ones = finder.open_of(payer)
    if not open_ones:
        return Proposal(entry.id, Certainty.LIKELY, (who, "nothing_open"), payer, (), entry.amount_minor)
    kind = "partial" if entry.amount_minor < finder.left[open_ones[0].id] else "too_much"
    return _offer(entry, payer, open_ones[:1], finder, [who, kind], is_certain=False)


def _owes(finder: Finder, payer: int, amount: int) -> bool:
    """Say whether the amount would settle one invoice of the payer, or all of them."""
    left = [finder.left[one.id] for one in finder.open_of(payer)]
    return amount in left or (bool(left) and amount == sum(left))


def _sums(open_ones: Sequence[OpenInvoice], amount: int, finder: Finder) -> list[list[OpenInvoice]]:
    """Return the sets of two and more invoices that add up to the amount, the whole account first; at most two, for one must be the only one."""
    if sum(finder.left[one.id] for one in open_ones) == amount:
        return [list(open_ones)]
    if len(open_ones) > MOST_OPEN:
        return []
    found = []
    for size in range(2, len(open_ones)):
        for some in combinations(open_ones, size):
            if sum(finder.left[one.id] for one in some) == amount:
                found.append(list(some))
                if len(found) == 2:
                    return found
    return found


def _is_near(entry: Entry, finder: Finder, invoice: OpenInvoice) -> bool:
    """Say whether a number in the text, or a payment id, is the invoice's but for one slip of the finger, or is its running number alone."""
    number = "".join(filter(str.isdigit, invoice.number))
    typed = [*finder.numbers_in(entry.text), *([entry.reference] if entry.reference_kind else [])]
    if any(_one_slip(one, number) or _one_slip(one, invoice.payment_id) for one in typed):
        return True
    return int(number[4:] or 0) in finder.short_numbers_in(entry.text)


def _one_slip(one: str, other: str) -> bool:
    """Say whether two numbers differ by one digit wrong, two digits swapped, or one digit too many or too few."""
    if not one or not other or abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        wrong = [place for place in range(len(one)) if one[place] != other[place]]
        is_swap = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]]
        return len(wrong) <= 1 or is_swap
    short, long = sorted((one, other), key=len)
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))


def _offer(
    entry: Entry, payer: int, invoices: Sequence[OpenInvoice], finder: Finder, reasons: list[str], *, is_certain: bool, doubt: str = ""
) -> Proposal:
    rest, parts = entry.amount_minor, []
    for invoice in invoices:
        if minor := min(rest, finder.left[invoice.id]):
            parts.append((invoice.id, minor))
            rest -= minor
    foreign = ["foreign"] if entry.original_currency else []
    certainty = Certainty.CERTAIN if is_certain and not doubt and not rest else Certainty.LIKELY
    return Proposal(entry.id, certainty, (*reasons, *foreign, *filter(None, [doubt])), payer, tuple(parts), rest)


def _nothing(entry: Entry) -> Proposal:
    return Proposal(entry.id, Certainty.OPEN, ("unknown_reference" if entry.reference_kind else "unknown",), 0, (), entry.amount_minor)
