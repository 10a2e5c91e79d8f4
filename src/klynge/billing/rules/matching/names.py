"""Names as banks write them: cut off, without Danish letters, with or without the legal form."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import ratio

LEGAL = frozenset({"aps", "as", "is", "ks", "ps", "ivs", "amba", "smba", "fmba", "enk"})
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ä": "a", "ö": "o", "ü": "u", "é": "e", "/": "", ".": "", "'": ""})
MARKS = str.maketrans({"/": "", ".": "", ",": " "})
WORDS = re.compile(r"[a-z0-9]+")
RAREST = 5  # pieces of a name that are looked up when no word of it is known
CLOSEST = 8  # candidates that are compared in full
COMMON = 60  # a word in more names than this tells nobody apart
# letter for letter; but for a missing form and Danish letters; cut off by the bank; one letter too many or too few; another form
WRITTEN, SAME, CUT, TYPED, OTHER = 100, 98, 97, 96, 90
SHORTEST_CUT, SHORTEST_TYPED = 18, 8  # letters below which that says too little; banks cut at 20 and more


def plain_name(name: str) -> str:
    """Return the name without legal form, marks and Danish letters: ``Ærø Robotik A/S`` is ``aero robotik``."""
    return _without_form(name.lower().translate(LETTERS).replace("aa", "a").replace("oe", "o"))


def _without_form(text: str) -> str:
    words = WORDS.findall(text)
    return " ".join([word for word in words if word not in LEGAL] or words)


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the shapes in which two are compared."""

    written: str  # letter for letter, but for capitals
    plain: str
    danish: str  # plain, with its Danish letters, if it has any
    form: str
    spelt: str  # plain, but aa and oe are what they are, if there are any: they need not stand for å and ø

    @classmethod
    def of(cls, name: str) -> Name:
        """Take a name apart."""
        written = " ".join(name.casefold().split())
        words = written.translate(MARKS).split()
        form = next((word for word in reversed(words) if word in LEGAL), "")
        danish = " ".join(word for word in words if word not in LEGAL) if not written.isascii() else ""
        spelt = _without_form(written.translate(LETTERS)) if "aa" in written or "oe" in written else ""
        return cls(written, plain_name(name), danish, form, spelt)


def likeness(bank: Name, ours: Name) -> int:
    """Return how alike the bank's name and one of ours are, 0 to WRITTEN; another legal form, or other Danish letters, is somebody else."""
    if bank.written == ours.written:
        return WRITTEN
    is_cut = not bank.form and len(bank.written) >= SHORTEST_CUT  # a name that ends in its form is whole
    if is_cut and (ours.written.startswith(bank.written) or (ours.plain.startswith(bank.plain) and ours.plain != bank.plain)):
        return CUT
    alike = max(_alike(bank.plain, ours.plain), _alike(bank.spelt, ours.plain))
    if bank.form and bank.form != ours.form:
        return min(alike, OTHER)
    if alike == SAME and bank.danish and bank.danish != ours.danish:
        return OTHER
    return alike


def _alike(bank: str, ours: str) -> int:
    if not bank or not ours:
        return 0
    if bank == ours:
        return SAME
    if (
        bank[0] == ours[0]
        and abs(len(bank) - len(ours)) == 1
        and Indel.distance(bank, ours, score_cutoff=1) == 1
        and min(len(bank), len(ours)) >= SHORTEST_TYPED
    ):
        return TYPED
    return min(int(ratio(bank, ours)), TYPED - 1)


def _pieces(plain: str) -> set[str]:
    padded = f" {plain} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


class WordSlips:
    """Finds the known words that differ from a given one in one letter."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._longer: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._words:
            for short in _shortened(word):
                self._longer[short].append(word)

    def of(self, word: str) -> set[str]:
        """Return those with one letter more, one less, or another one in its place."""
        found = set(self._longer.get(word, ()))
        for short in _shortened(word):
            found.update(self._longer.get(short, ()))
            if short in self._words:
                found.add(short)
        return found


def _shortened(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(len(word))} if len(word) > 1 else set()


class NameIndex:
    """Finds whose name is most like a given one, among many."""

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        self._names = [(payer, made) for payer, name in names if (made := Name.of(name)).plain]
        self._of: defaultdict[int, list[int]] = defaultdict(list)
        self._by_plain: defaultdict[str, list[int]] = defaultdict(list)
        self._by_word: defaultdict[str, set[int]] = defaultdict(set)
        self._by_piece: defaultdict[str, list[int]] = defaultdict(list)
        self._joined: defaultdict[str, list[int]] = defaultdict(list)
        for place, (payer, name) in enumerate(self._names):
            self._of[payer].append(place)
            self._by_plain[name.plain].append(place)
            self._joined[name.plain.replace(" ", "")].append(place)
            for word in set(name.plain.split()):
                self._by_word[word].add(place)
            for piece in _pieces(name.plain):
                self._by_piece[piece].append(place)
        self._slips = WordSlips(self._by_word)

    def likeness(self, name: str, payer: int) -> int:
        """Return how well the name fits this payer, 0 to WRITTEN."""
        made = Name.of(name)
        return max((likeness(made, self._names[place][1]) for place in self._of.get(payer, ())), default=0)

    def closest(self, name: str) -> list[tuple[int, int]]:
        """Return (payer, likeness) of the most alike, the best first, each payer once."""
        made = Name.of(name)
        if not made.plain:
            return []
        best = self._compared(made, {*self._by_plain.get(made.plain, ()), *self._by_words(made.plain)})
        if max(best.values(), default=0) < WRITTEN:
            best |= self._compared(made, {*self._one_letter_off(made.plain), *self._one_letter_off(made.spelt)})
        if max(best.values(), default=0) < TYPED:
            best |= self._compared(made, self._by_pieces(made.plain))
        return sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))

    def _compared(self, name: Name, places: Iterable[int]) -> dict[int, int]:
        best: dict[int, int] = {}
        twins = {twin for place in places for twin in self._by_plain[self._names[place][1].plain]}
        for place in twins:
            payer, other = self._names[place]
            best[payer] = max(best.get(payer, 0), likeness(name, other))
        return best

    def _by_words(self, plain: str) -> Iterable[int]:
        """Yield the names that share a telling word."""
        for word in set(plain.split()):
            if len(found := self._by_word.get(word, ())) <= COMMON:
                yield from found

    def _one_letter_off(self, plain: str) -> Iterable[int]:
        """Yield every name with one letter, or the spaces, otherwise: whoever might be meant must be seen before one is sure of another."""
        yield from self._joined.get(plain.replace(" ", ""), ())
        words = plain.split()
        for number, word in enumerate(words):
            others = words[:number] + words[number + 1 :]
            if any(other not in self._by_word for other in others):
                continue
            for slip in self._slips.of(word):
                sets = sorted((self._by_word[one] for one in (slip, *others)), key=len)
                yield from sets[0].intersection(*sets[1:])

    def _by_pieces(self, plain: str) -> Iterable[int]:
        """Return the names that share the most of the rarest runs of three letters."""
        known = sorted((len(self._by_piece[piece]), piece) for piece in _pieces(plain) if piece in self._by_piece)
        counted: Counter[int] = Counter()
        for _count, piece in known[:RAREST]:
            counted.update(self._by_piece[piece])
        return [place for place, _hits in counted.most_common(CLOSEST)]
